// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/stress/experiment.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "forged_runs.hpp"

namespace parallel_testing::stress_command {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using tools::verdict;

bool has(const std::vector<numbered_test>& tests, const std::string& name) {
  const auto names = names_in(tests);
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// A probe runner in which `test` never fails.
probe_runner quiet() {
  probe_runner runner;
  runner.tries = 3;
  runner.run_together = [](const auto&, const auto&) { return false; };
  runner.run_after = [](const auto&, const auto&) { return false; };
  return runner;
}

/// Passed alone and failed in company, with `workers` workers.
std::vector<compared_run> runs_with(std::int64_t workers) {
  const bool together = workers > 1;
  const auto begin = [&](std::int64_t turn) { return together ? 1 : turn; };
  return {
      forged_run(workers, {{1, "a", begin(1), begin(1) + 1},
                           {2, "b", begin(2), begin(2) + 1},
                           {3, "c", begin(3), begin(3) + 1},
                           {4, "test", begin(4), begin(4) + 1, verdict::fail}}),
      forged_run(
          1,
          {{4, "test", 1, 2}, {1, "a", 2, 3}, {2, "b", 3, 4}, {3, "c", 4, 5}})};
}

diagnosis result_in(const probe_runner& runner,
                    const std::vector<compared_run>& runs) {
  return investigate(compare(runs).unsteady.at(0), runs, runner);
}

TEST(investigation, finds_the_test_that_disturbs_while_it_runs) {
  probe_runner runner = quiet();
  runner.run_together = [](const auto& together, const watched_case& watched) {
    EXPECT_TRUE(has(together, watched.name));
    return has(together, "b");
  };
  const diagnosis found = result_in(runner, runs_with(4));
  EXPECT_EQ(found.why, cause::beside);
  EXPECT_THAT(found.others, ElementsAre("b"));
}

TEST(investigation, tries_again_what_only_fails_now_and_then) {
  probe_runner runner = quiet();
  int asked = 0;
  runner.run_together = [&](const auto& together, const auto&) {
    return has(together, "b") && ++asked % 3 == 0;
  };
  EXPECT_THAT(result_in(runner, runs_with(4)).others, ElementsAre("b"));
}

TEST(investigation, finds_two_tests_that_only_disturb_together) {
  probe_runner runner = quiet();
  runner.run_together = [](const auto& together, const auto&) {
    return has(together, "a") && has(together, "c");
  };
  EXPECT_THAT(result_in(runner, runs_with(4)).others,
              UnorderedElementsAre("a", "c"));
}

TEST(investigation, knows_a_test_that_any_company_disturbs) {
  probe_runner runner = quiet();
  runner.run_together = [](const auto& together, const auto&) {
    return together.size() > 2;
  };
  std::vector<compared_run> runs = runs_with(5);
  runs[0].result.tests.push_back(
      forged_run(5, {{5, "d", 1, 2}}).result.tests[0]);
  runs[1].result.tests.push_back(
      forged_run(1, {{5, "d", 5, 6}}).result.tests[0]);
  const diagnosis found = result_in(runner, runs);
  EXPECT_EQ(found.why, cause::under_load);
  EXPECT_EQ(found.others.size(), 2U);
}

TEST(investigation, finds_the_test_that_leaves_something_behind) {
  probe_runner runner = quiet();
  runner.run_after = [](const auto& first, const auto&) {
    return has(first, "c");
  };
  const diagnosis found = result_in(runner, runs_with(1));
  EXPECT_EQ(found.why, cause::before);
  EXPECT_THAT(found.others, ElementsAre("c"));
}

TEST(investigation, finds_the_test_that_makes_what_it_needs) {
  probe_runner runner = quiet();
  runner.run_after = [](const auto& first, const auto&) {
    return !has(first, "a");
  };
  std::vector<compared_run> runs{
      forged_run(1, {{1, "a", 1, 2}, {2, "b", 2, 3}, {4, "test", 3, 4}}),
      forged_run(
          1,
          {{4, "test", 1, 2, verdict::fail}, {1, "a", 2, 3}, {2, "b", 3, 4}})};
  const diagnosis found = result_in(runner, runs);
  EXPECT_EQ(found.why, cause::missing_before);
  EXPECT_THAT(found.others, ElementsAre("a"));
}

TEST(investigation, knows_a_test_that_is_unsteady_by_itself) {
  probe_runner runner = quiet();
  int asked = 0;
  runner.run_after = [&](const auto& first, const auto&) {
    EXPECT_THAT(first, IsEmpty());
    return ++asked == 2;
  };
  EXPECT_EQ(result_in(runner, runs_with(4)).why, cause::by_itself);
}

TEST(investigation, knows_what_stays_from_run_to_run) {
  probe_runner runner = quiet();
  runner.run_after = [](const auto&, const auto&) { return true; };
  EXPECT_EQ(result_in(runner, runs_with(4)).why, cause::kept_state);
}

TEST(investigation, names_the_likeliest_when_nothing_fails_again) {
  const diagnosis found = result_in(quiet(), runs_with(4));
  EXPECT_EQ(found.why, cause::not_repeated);
  EXPECT_THAT(found.others, UnorderedElementsAre("a", "b", "c"));
}

}  // namespace
}  // namespace parallel_testing::stress_command
