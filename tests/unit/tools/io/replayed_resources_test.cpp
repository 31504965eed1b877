// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "replayed_log.hpp"

namespace parallel_testing::io {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(replayed_resources, finds_an_exclusive_lock_held_twice) {
  forged_log log;
  log.process({.pid = 10}).start(0).lock(1, "lock:x").finish(9);
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .lock(5, "lock:x")
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::lock_held_twice));
}

TEST(replayed_resources, finds_a_lock_held_by_two_runs) {
  forged_log log;
  log.process({.pid = 10, .run = "r1"}).start(0).lock(1, "lock:x").finish(9);
  log.process({.pid = 11, .worker = "gw1", .run = "r2"})
      .start(0)
      .lock(5, "lock:x")
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::lock_held_twice));
}

TEST(replayed_resources, lets_readers_share_a_lock) {
  forged_log log;
  for (const std::int64_t pid : {10, 11, 12}) {
    log.process({.pid = pid, .worker = "gw" + std::to_string(pid - 10)})
        .start(0)
        .lock(1, "database:orders", hold_mode::shared)
        .finish(9);
  }
  EXPECT_THAT(kinds_in(log), IsEmpty());
}

TEST(replayed_resources, finds_a_writer_among_readers) {
  forged_log log;
  log.process({.pid = 10})
      .start(0)
      .lock(1, "database:orders", hold_mode::shared)
      .finish(9);
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .lock(5, "database:orders")
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::lock_held_twice));
}

TEST(replayed_resources, finds_a_reader_that_meets_a_writer) {
  forged_log log;
  log.process({.pid = 10}).start(0).lock(1, "lock:x").finish(9);
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .lock(5, "lock:x", hold_mode::shared)
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::lock_held_twice));
}

TEST(replayed_resources, sees_a_long_holder_behind_a_later_short_one) {
  forged_log log;
  log.process({.pid = 10, .test = "Long"})
      .start(0)
      .lock(1, "lock:x", hold_mode::shared)
      .finish(99);
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .lock(2, "lock:x", hold_mode::shared)
      .unlock(3, "lock:x")
      .finish(99);
  log.process({.pid = 12, .worker = "gw2"})
      .start(0)
      .lock(50, "lock:x")
      .finish(99);
  const auto findings = replay(log.events, {}).findings;
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].first.test, "Long");
}

TEST(replayed_resources, lets_a_process_take_its_own_lock_again) {
  forged_log log;
  log.process({.pid = 10})
      .start(0)
      .lock(1, "lock:x")
      .lock(2, "lock:x")
      .unlock(3, "lock:x")
      .unlock(4, "lock:x")
      .finish(9);
  EXPECT_THAT(kinds_in(log), IsEmpty());
}

TEST(replayed_resources, keeps_a_lock_taken_twice_until_it_is_released_twice) {
  forged_log log;
  log.process({.pid = 10})
      .start(0)
      .lock(1, "lock:x")
      .lock(2, "lock:x")
      .unlock(3, "lock:x")
      .finish(9);
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .lock(5, "lock:x")
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::lock_held_twice));
}

TEST(replayed_resources, finds_a_port_reserved_twice) {
  forged_log log;
  log.process({.pid = 10}).start(0).take_port(1, 20000).finish(9);
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .take_port(5, 20000)
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::port_held_twice));
}

TEST(replayed_resources, finds_a_port_reserved_twice_by_one_process) {
  forged_log log;
  log.process({.pid = 10})
      .start(0)
      .take_port(1, 20000)
      .take_port(2, 20000)
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::port_held_twice));
}

TEST(replayed_resources, lets_tcp_and_udp_use_the_same_number) {
  forged_log log;
  log.process({.pid = 10})
      .start(0)
      .take_port(1, 20000, port_protocol::tcp)
      .take_port(2, 20000, port_protocol::udp)
      .finish(9);
  EXPECT_THAT(kinds_in(log), IsEmpty());
}

TEST(replayed_resources, finds_a_reservation_of_a_fixed_port_in_use) {
  forged_log log;
  log.process({.pid = 10}).start(0).lock(1, "port:8080").finish(9);
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .take_port(5, 8080, port_protocol::udp)
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::port_held_twice));
}

TEST(replayed_resources, finds_a_directory_created_for_two_tests) {
  forged_log log;
  log.process({.pid = 10})
      .start(0)
      .add(1, directory_create{"/tmp/d"})
      .finish(9);
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .add(5, directory_create{"/tmp/d"})
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::directory_held_twice));
}

TEST(replayed_resources, lets_a_later_process_collect_what_a_crashed_one_left) {
  forged_log log;
  log.process({.pid = 10}).start(0).add(1, directory_create{"/tmp/d"});
  log.process({.pid = 11, .run = "r2"})
      .start(5)
      .add(6, directory_remove{"/tmp/d"})
      .finish(9);
  EXPECT_THAT(kinds_in(log), IsEmpty());
}

TEST(replayed_resources, finds_the_removal_of_a_directory_in_use) {
  forged_log log;
  log.process({.pid = 10, .test = "Owner"})
      .start(0)
      .add(1, directory_create{"/tmp/d"})
      .finish(9);
  log.process({.pid = 11, .worker = "gw1", .run = "r2"})
      .start(5)
      .add(6, directory_remove{"/tmp/d"})
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::directory_held_twice));
}

}  // namespace
}  // namespace parallel_testing::io
