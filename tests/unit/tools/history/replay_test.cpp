// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "replayed_log.hpp"

namespace parallel_testing::tools {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(replay, finds_nothing_in_an_empty_log) {
  EXPECT_THAT(kinds_in({}), IsEmpty());
}

TEST(replay, finds_nothing_when_tests_take_turns) {
  forged_log log;
  log.process({.pid = 10})
      .start(0)
      .lock(1, "lock:x")
      .take_port(2, 20000)
      .add(3, directory_create{"/tmp/d"})
      .begin_case(4, "A.A")
      .end_case(5, "A.A")
      .add(6, directory_remove{"/tmp/d"})
      .give_port(7, 20000)
      .unlock(8, "lock:x")
      .finish(9);
  log.process({.pid = 11})
      .start(10)
      .lock(11, "lock:x")
      .take_port(12, 20000)
      .add(13, directory_create{"/tmp/d"})
      .finish(14);
  EXPECT_THAT(kinds_in(log), IsEmpty());
}

TEST(replay, finds_lost_events) {
  forged_log log;
  log.process({.pid = 10}).start(0).skip_events(2).finish(9);
  const auto findings = replay(log.events, {}).findings;
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].kind, finding_kind::events_lost);
  EXPECT_EQ(findings[0].resource, "events 1 to 2");
}

TEST(replay, finds_the_release_of_what_was_not_held) {
  forged_log log;
  log.process({.pid = 10}).start(0).unlock(1, "lock:x").finish(9);
  log.process({.pid = 11}).start(10).give_port(11, 20000).finish(19);
  EXPECT_THAT(kinds_in(log),
              ElementsAre(finding_kind::released_without_holding,
                          finding_kind::released_without_holding));
}

TEST(replay, reports_findings_in_order_of_time) {
  forged_log log;
  log.process({.pid = 10})
      .start(0)
      .lock(1, "lock:late")
      .take_port(2, 20000)
      .finish(99);
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .take_port(5, 20000)
      .lock(6, "lock:late")
      .finish(99);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::port_held_twice,
                                         finding_kind::lock_held_twice));
}

TEST(replay, orders_events_of_several_logs_by_the_monotonic_clock) {
  forged_log log;
  log.process({.pid = 11}).start(10).lock(11, "lock:x").finish(12);
  log.process({.pid = 10}).start(0).lock(1, "lock:x").finish(2);
  EXPECT_THAT(kinds_in(log), IsEmpty());
}

}  // namespace
}  // namespace parallel_testing::tools
