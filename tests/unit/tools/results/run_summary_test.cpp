// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "results/run_summary.hpp"

#include <gtest/gtest.h>

#include <string>

namespace parallel_testing::tools {
namespace {

attempt timed_attempt(verdict how, std::int64_t duration_ns) {
  attempt made;
  made.outcome = how;
  made.duration_ns = duration_ns;
  made.locks = {{"lock:x", hold_mode::exclusive, 1, duration_ns, 0}};
  return made;
}

test_result timed_test(const std::string& name, std::vector<attempt> attempts) {
  test_result made;
  made.name = name;
  made.attempts = std::move(attempts);
  return made;
}

TEST(run_summary, a_lock_chain_is_of_tests_and_not_of_attempts) {
  run_result run;
  run.tests = {timed_test(
      "a", {timed_attempt(verdict::fail, 5), timed_attempt(verdict::pass, 6)})};
  EXPECT_EQ(summarize(run).longest_chain.key, "");
  run.tests.push_back(timed_test("b", {timed_attempt(verdict::pass, 7)}));
  const run_summary summary = summarize(run);
  EXPECT_EQ(summary.longest_chain.key, "lock:x");
  EXPECT_EQ(summary.longest_chain.tests, 2U);
  EXPECT_EQ(summary.longest_chain.total_ns, 18);
  EXPECT_EQ(summary.waited_ns, 3);
}

TEST(run_summary, the_time_of_a_units_process_is_time_of_tests) {
  run_result run;
  run.tests = {timed_test("a", {timed_attempt(verdict::pass, 5)})};
  run.around_cases_ns = 95;
  run.wall_ns = 50;
  run.workers = 2;
  const run_summary summary = summarize(run);
  EXPECT_EQ(summary.total_ns, 100);
  EXPECT_EQ(summary.speed_up, 2);
  EXPECT_EQ(summary.efficiency, 1);
}

TEST(run_summary, several_rounds_have_no_speed_up) {
  run_result run;
  run.tests = {timed_test(
      "a", {timed_attempt(verdict::pass, 5), timed_attempt(verdict::pass, 5)})};
  run.tests[0].attempts[1].round = 2;
  run.wall_ns = 5;
  run.workers = 2;
  const run_summary summary = summarize(run);
  EXPECT_EQ(summary.rounds, 2);
  EXPECT_EQ(summary.speed_up, 0);
  EXPECT_EQ(summary.efficiency, 0);
}

TEST(run_summary, C69_leaks_are_counted_and_so_is_what_passed_all_the_same) {
  run_result run;
  run.tests = {timed_test("leak", {timed_attempt(verdict::leak, 1)}),
               timed_test("warned", {timed_attempt(verdict::pass, 1)}),
               timed_test("failed", {timed_attempt(verdict::fail, 1)})};
  for (test_result& each : run.tests) each.left_behind = {"sleep"};
  const verdict_counts counts = summarize(run).counts;
  EXPECT_EQ(counts.leaked, 1U);
  EXPECT_EQ(counts.left_behind, 1U);
  EXPECT_EQ(counts.bad(), 2U);
}

TEST(run_summary, C99_a_failure_in_quarantine_is_counted_apart) {
  run_result run;
  run.tests = {timed_test("held", {timed_attempt(verdict::crash, 1)}),
               timed_test("over", {timed_attempt(verdict::crash, 1)}),
               timed_test("good", {timed_attempt(verdict::pass, 1)})};
  for (test_result& each : run.tests) {
    each.quarantine = {each.name, 1, each.name == "over" ? 1 : 0, "", "", ""};
  }
  const verdict_counts counts = summarize(run).counts;
  EXPECT_EQ(counts.quarantined, 1U);
  EXPECT_EQ(counts.crashed, 1U);
  EXPECT_EQ(counts.bad(), 1U);
  EXPECT_EQ(counts.passed, 1U);
}

}  // namespace
}  // namespace parallel_testing::tools
