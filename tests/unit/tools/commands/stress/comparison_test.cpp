// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/stress/comparison.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "forged_runs.hpp"

namespace parallel_testing::stress_command {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using tools::verdict;

TEST(comparison, C35_tells_unsteady_tests_from_steady_ones) {
  const auto seen = compare(
      {forged_run(1, {{1, "fine", 1, 2}, {2, "odd", 2, 3}}),
       forged_run(1, {{1, "fine", 1, 2}, {2, "odd", 2, 3, verdict::fail}})});
  EXPECT_THAT(seen.failing, IsEmpty());
  ASSERT_THAT(seen.unsteady, SizeIs(1));
  EXPECT_EQ(seen.unsteady[0].name, "odd");
  EXPECT_EQ(seen.unsteady[0].bad(), 1U);
  EXPECT_EQ(seen.unsteady[0].message, "why odd failed");
  EXPECT_THAT(seen.unsteady[0].outcomes,
              ElementsAre(verdict::pass, verdict::fail));
}

TEST(comparison, knows_tests_that_fail_always_in_whatever_way) {
  const auto seen = compare({forged_run(1, {{1, "a", 1, 2, verdict::fail}}),
                             forged_run(1, {{1, "a", 1, 2, verdict::crash}})});
  EXPECT_THAT(seen.unsteady, IsEmpty());
  ASSERT_THAT(seen.failing, SizeIs(1));
  EXPECT_EQ(seen.failing[0].bad(), 2U);
}

TEST(comparison, calls_a_test_unsteady_that_is_skipped_now_and_then) {
  const auto seen = compare({forged_run(1, {{1, "a", 1, 2, verdict::skip}}),
                             forged_run(1, {{1, "a", 1, 2}})});
  EXPECT_THAT(seen.unsteady, SizeIs(1));
}

TEST(comparison, C99_a_failure_in_quarantine_is_neither_a_failure_nor_odd) {
  auto fails = forged_run(1, {{1, "held", 1, 2, verdict::fail}});
  fails.result.tests[0].quarantine =
      tools::launch_quarantine{"held", 1, 0, "", "", ""};
  auto over = forged_run(1, {{1, "held", 1, 2, verdict::fail}});
  over.result.tests[0].quarantine =
      tools::launch_quarantine{"held", 1, 1, "", "", ""};
  const auto passes = forged_run(1, {{1, "held", 1, 2}});
  EXPECT_THAT(compare({fails, fails}).failing, IsEmpty());
  EXPECT_THAT(compare({fails, passes}).unsteady, IsEmpty());
  EXPECT_THAT(bad_tests(fails.result), IsEmpty());
  EXPECT_THAT(compare({over, over}).failing, SizeIs(1));
  EXPECT_THAT(compare({over, passes}).unsteady, SizeIs(1));
  EXPECT_THAT(bad_tests(over.result), ElementsAre("held"));
}

TEST(comparison, ignores_tests_that_a_stopped_run_did_not_reach) {
  auto stopped = forged_run(1, {{1, "fine", 1, 2}});
  stopped.is_whole = false;
  const auto seen = compare(
      {forged_run(1, {{1, "fine", 1, 2}, {2, "bad", 2, 3, verdict::fail}}),
       stopped});
  EXPECT_THAT(seen.unsteady, IsEmpty());
  ASSERT_THAT(seen.failing, SizeIs(1));
  EXPECT_EQ(seen.failing[0].name, "bad");
}

TEST(comparison, knows_a_test_that_is_missing_in_a_whole_run) {
  EXPECT_THAT(compare({forged_run(1, {{1, "a", 1, 2}, {2, "b", 2, 3}}),
                       forged_run(1, {{1, "a", 1, 2}})})
                  .unsteady,
              SizeIs(1));
}

TEST(stopped_run, keeps_the_tests_that_had_ended) {
  auto run = forged_run(1, {{1, "ended", 1, 5, verdict::fail},
                            {2, "stopped", 5, 12, verdict::crash},
                            {3, "waited", 0, 0, verdict::not_run}});
  // CTest rounds durations.
  run.result.tests[0].attempts[0].duration_ns = 30;
  run.result.tests[0].attempts[0].end_mono_ns = 9;
  keep_ended(run.result, 10);
  EXPECT_THAT(bad_tests(run.result), ElementsAre("ended"));
  EXPECT_THAT(run.result.tests, SizeIs(1));
}

TEST(comparison, keeps_cases_of_one_test_apart) {
  auto first = forged_run(1, {{7, "A.x", 1, 2}, {7, "A.y", 2, 3}});
  auto second =
      forged_run(1, {{7, "A.x", 1, 2}, {7, "A.y", 2, 3, verdict::fail}});
  for (auto* run : {&first, &second}) {
    for (tools::test_result& test : run->result.tests) test.unit = "Unit";
  }
  const auto seen = compare({first, second});
  ASSERT_THAT(seen.unsteady, SizeIs(1));
  EXPECT_EQ(seen.unsteady[0].name, "A.y");
  EXPECT_EQ(seen.unsteady[0].test.name, "Unit");
  EXPECT_EQ(seen.unsteady[0].test.number, 7);
}

TEST(company, is_those_beside_a_failure_the_likeliest_first) {
  const std::vector<compared_run> runs{
      forged_run(3, {{1, "victim", 10, 20, verdict::fail},
                     {2, "always", 5, 15},
                     {3, "culprit", 15, 30},
                     {4, "later", 20, 30}}),
      forged_run(3, {{1, "victim", 10, 20},
                     {2, "always", 5, 15},
                     {3, "culprit", 30, 40},
                     {4, "later", 15, 30}})};
  const auto victim = compare(runs).unsteady.at(0);
  EXPECT_THAT(names_in(company_of(victim, runs)),
              ElementsAre("culprit", "always"));
}

TEST(predecessors, are_the_latest_first_and_then_those_of_the_last_run) {
  const auto run = forged_run(1, {{1, "first", 1, 2},
                                  {2, "second", 2, 4},
                                  {3, "test", 4, 5, verdict::fail},
                                  {4, "last", 5, 6}});
  const auto test = compare({run, forged_run(1, {{3, "test", 1, 2}})}).unsteady;
  ASSERT_FALSE(test.empty());
  for (const watched_case& each : test) {
    if (each.name == "test") {
      EXPECT_THAT(names_in(predecessors_of(each, run.result)),
                  ElementsAre("second", "first", "last"));
    }
  }
}

}  // namespace
}  // namespace parallel_testing::stress_command
