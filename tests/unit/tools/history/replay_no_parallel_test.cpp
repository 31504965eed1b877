// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "replayed_log.hpp"

namespace parallel_testing::tools {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(replayed_no_parallel, finds_a_case_beside_a_no_parallel_one) {
  forged_log log;
  log.process({.pid = 10, .test = "Alone"})
      .start(0)
      .lock(1, "run")
      .begin_case(2, "Alone")
      .end_case(8, "Alone")
      .finish(9);
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .begin_case(5, "Other")
      .end_case(6, "Other")
      .finish(9);
  const auto findings = replay(log.events, {}).findings;
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].kind, finding_kind::no_parallel_overlapped);
  EXPECT_EQ(findings[0].resource, "run r1");
  EXPECT_EQ(findings[0].first.test, "Alone");
  EXPECT_EQ(findings[0].second->test, "Other");
}

TEST(replayed_no_parallel,
     finds_a_no_parallel_case_that_did_not_wait_for_others) {
  forged_log log;
  log.process({.pid = 10})
      .start(0)
      .begin_case(1, "Other")
      .end_case(6, "Other")
      .finish(9);
  log.process({.pid = 11, .worker = "gw1", .test = "Alone"})
      .start(0)
      .lock(5, "run")
      .begin_case(7, "Alone")
      .end_case(8, "Alone")
      .finish(9);
  EXPECT_THAT(kinds_in(log), ElementsAre(finding_kind::no_parallel_overlapped));
}

TEST(replayed_no_parallel, lets_processes_wait_for_a_no_parallel_case) {
  forged_log log;
  log.process({.pid = 10})
      .start(0)
      .lock(1, "run")
      .begin_case(2, "Alone")
      .end_case(5, "Alone")
      .unlock(6, "run")
      .finish(7);
  log.process({.pid = 11, .worker = "gw1"})
      .start(3)
      .lock(7, "run", hold_mode::shared)
      .begin_case(8, "Other")
      .end_case(9, "Other")
      .finish(10);
  EXPECT_THAT(kinds_in(log), IsEmpty());
}

TEST(replayed_no_parallel, lets_all_other_cases_of_a_run_overlap) {
  forged_log log;
  for (const std::int64_t pid : {10, 11, 12}) {
    forged_process test =
        log.process({.pid = pid, .worker = "gw" + std::to_string(pid - 10)});
    test.start(0).begin_case(1, "A.A").end_case(5, "A.A").finish(9);
  }
  EXPECT_THAT(kinds_in(log), IsEmpty());
}

TEST(replayed_no_parallel, lets_another_run_go_on_beside_a_no_parallel_case) {
  forged_log log;
  log.process({.pid = 10})
      .start(0)
      .lock(1, "run")
      .begin_case(2, "Alone")
      .end_case(8, "Alone")
      .finish(9);
  log.process({.pid = 11, .worker = "gw1", .run = "r2"})
      .start(0)
      .lock(1, "run", hold_mode::shared)
      .begin_case(5, "Other")
      .end_case(6, "Other")
      .finish(9);
  EXPECT_THAT(kinds_in(log), IsEmpty());
}

}  // namespace
}  // namespace parallel_testing::tools
