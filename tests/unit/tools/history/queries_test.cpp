// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "history/queries.hpp"

#include <gtest/gtest.h>

#include "forged_log.hpp"
#include "support/overlaps.hpp"

namespace parallel_testing::tools {
namespace {

timeline two_overlapping_cases() {
  forged_log log;
  log.process({.pid = 10})
      .start(0)
      .begin_case(1, "A.A")
      .end_case(5, "A.A")
      .begin_case(6, "A.A")
      .end_case(7, "A.A")
      .finish(8);
  log.process({.pid = 11, .worker = "gw1"})
      .start(0)
      .begin_case(4, "B.B")
      .end_case(6, "B.B")
      .begin_case(6, "C.C")
      .finish(8);
  return build_timeline(log.events);
}

TEST(queries, list_every_run_of_a_case) {
  const auto runs = support::intervals_of(two_overlapping_cases(), "A.A");
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_EQ(runs[0].begin_ns, 1);
  EXPECT_EQ(runs[0].end_ns, 5);
  EXPECT_EQ(runs[1].begin_ns, 6);
  EXPECT_EQ(runs[1].end_ns, 7);
}

TEST(queries, tell_whether_two_cases_overlapped) {
  const timeline history = two_overlapping_cases();
  EXPECT_TRUE(support::overlapped(history, "A.A", "B.B"));
  EXPECT_TRUE(support::overlapped(history, "A.A", "C.C"));
  EXPECT_FALSE(support::overlapped(history, "B.B", "C.C"));
  EXPECT_FALSE(support::overlapped(history, "A.A", "Unknown"));
}

TEST(queries, count_the_cases_that_ran_at_once) {
  EXPECT_EQ(max_concurrent_cases(two_overlapping_cases()), 2U);
  EXPECT_EQ(max_concurrent_cases({}), 0U);
}

TEST(queries, keep_the_outcome_of_a_case_and_none_of_a_crashed_one) {
  forged_log log;
  log.process({.pid = 10})
      .start(0)
      .begin_case(1, "A.A")
      .add(2, case_finish{"A.A", verdict::skip, 1, "no GPU"})
      .begin_case(3, "A.Crashes");
  const timeline history = build_timeline(log.events);
  ASSERT_EQ(history.cases.size(), 2U);
  EXPECT_EQ(history.cases[0].outcome, verdict::skip);
  EXPECT_EQ(history.cases[1].outcome, std::nullopt);
  EXPECT_EQ(history.cases[1].end_ns, 3);
}

TEST(queries, list_processes_that_started_and_never_finished) {
  forged_log log;
  log.process({.pid = 10, .test = "Fine"}).start(0).finish(1);
  log.process({.pid = 11, .test = "Crashes"}).start(2).lock(3, "lock:x");
  log.process({.pid = 12, .test = "Fork"}).add(4, warning{"no start"});
  const auto crashed = crashed_processes(build_timeline(log.events));
  ASSERT_EQ(crashed.size(), 1U);
  EXPECT_EQ(crashed[0].test, "Crashes");
}

TEST(queries, know_the_test_and_the_wait_of_a_lock) {
  forged_log log;
  log.process({.pid = 10, .test = "A.A"})
      .start(0)
      .add(5, lock_acquire{"lock:x", hold_mode::shared, 4})
      .begin_case(6, "A.Inner")
      .lock(7, "lock:y")
      .finish(9);
  const timeline history = build_timeline(log.events);
  ASSERT_EQ(history.holds.size(), 3U);
  EXPECT_EQ(history.holds[1].waited_ns, 4);
  EXPECT_EQ(history.holds[1].test, "A.A");
  EXPECT_EQ(history.holds[1].end_ns, 9);
  EXPECT_EQ(history.holds[2].test, "A.Inner");
}

TEST(queries, C12_compare_the_highest_index_with_the_number_running) {
  forged_log log;
  log.process({.pid = 10}).start(0).finish(5);
  log.process({.pid = 11, .worker = "gw1"}).start(1).finish(5);
  log.process({.pid = 12, .worker = "gw0"}).start(6).finish(7);
  const worker_density density = density_of(build_timeline(log.events));
  EXPECT_EQ(density.max_index, 1);
  EXPECT_EQ(density.max_running, 2);
  EXPECT_TRUE(density.dense());
}

TEST(queries, count_a_process_that_died_at_its_first_event_as_running) {
  forged_log log;
  log.process({.pid = 10}).start(0).finish(5);
  log.process({.pid = 11, .worker = "gw1"}).start(1);
  EXPECT_TRUE(density_of(build_timeline(log.events)).dense());
}

TEST(queries, count_a_killed_process_until_another_one_has_its_worker) {
  forged_log log;
  log.process({.pid = 10}).start(0).begin_case(1, "Killed");
  log.process({.pid = 11, .worker = "gw1"}).start(2).finish(3);
  EXPECT_TRUE(density_of(build_timeline(log.events)).dense());
  log.process({.pid = 12}).start(4).finish(5);
  log.process({.pid = 13, .worker = "gw1"}).start(6).finish(7);
  EXPECT_EQ(density_of(build_timeline(log.events)).max_running, 2);
  log.process({.pid = 14, .worker = "gw2"}).start(8).finish(9);
  EXPECT_FALSE(density_of(build_timeline(log.events)).dense());
}

TEST(queries, count_an_inherited_worker_once) {
  forged_log log;
  log.process({.pid = 10}).start(0).finish(5);
  log.process({.pid = 11, .parent_pid = 10}).start(1).finish(4);
  EXPECT_EQ(density_of(build_timeline(log.events)).max_running, 1);
}

}  // namespace
}  // namespace parallel_testing::tools
