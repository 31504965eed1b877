// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/stress/experiment.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "forged_runs.hpp"

namespace parallel_testing::stress_command {
namespace {

using io::verdict;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

bool has(const std::vector<numbered_test>& tests, const std::string& name) {
  const auto names = names_in(tests);
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// A laboratory in which `test` never fails.
laboratory quiet() {
  laboratory lab;
  lab.tries = 3;
  lab.run_together = [](const auto&, const auto&) { return false; };
  lab.run_after = [](const auto&, const auto&) { return false; };
  return lab;
}

/// Passed alone and failed in company, with `workers` workers.
std::vector<observed_run> runs_with(std::int64_t workers) {
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

suspicion result_in(const laboratory& lab,
                    const std::vector<observed_run>& runs) {
  return investigate(compare(runs).unsteady.at(0), runs, lab);
}

TEST(investigation, finds_who_disturbs_beside) {
  laboratory lab = quiet();
  lab.run_together = [](const auto& together, const watched_case& watched) {
    EXPECT_TRUE(has(together, watched.name));
    return has(together, "b");
  };
  const suspicion found = result_in(lab, runs_with(4));
  EXPECT_EQ(found.why, cause::beside);
  EXPECT_THAT(found.others, ElementsAre("b"));
}

TEST(investigation, tries_again_what_only_fails_now_and_then) {
  laboratory lab = quiet();
  int asked = 0;
  lab.run_together = [&](const auto& together, const auto&) {
    return has(together, "b") && ++asked % 3 == 0;
  };
  EXPECT_THAT(result_in(lab, runs_with(4)).others, ElementsAre("b"));
}

TEST(investigation, finds_two_who_only_disturb_together) {
  laboratory lab = quiet();
  lab.run_together = [](const auto& together, const auto&) {
    return has(together, "a") && has(together, "c");
  };
  EXPECT_THAT(result_in(lab, runs_with(4)).others,
              UnorderedElementsAre("a", "c"));
}

TEST(investigation, finds_who_leaves_something_behind) {
  laboratory lab = quiet();
  lab.run_after = [](const auto& first, const auto&) {
    return has(first, "c");
  };
  const suspicion found = result_in(lab, runs_with(1));
  EXPECT_EQ(found.why, cause::before);
  EXPECT_THAT(found.others, ElementsAre("c"));
}

TEST(investigation, finds_who_makes_what_it_needs) {
  laboratory lab = quiet();
  lab.run_after = [](const auto& first, const auto&) {
    return !has(first, "a");
  };
  std::vector<observed_run> runs{
      forged_run(1, {{1, "a", 1, 2}, {2, "b", 2, 3}, {4, "test", 3, 4}}),
      forged_run(
          1,
          {{4, "test", 1, 2, verdict::fail}, {1, "a", 2, 3}, {2, "b", 3, 4}})};
  const suspicion found = result_in(lab, runs);
  EXPECT_EQ(found.why, cause::missing_before);
  EXPECT_THAT(found.others, ElementsAre("a"));
}

TEST(investigation, knows_a_test_that_is_unsteady_by_itself) {
  laboratory lab = quiet();
  int asked = 0;
  lab.run_after = [&](const auto& first, const auto&) {
    EXPECT_THAT(first, IsEmpty());
    return ++asked == 2;
  };
  EXPECT_EQ(result_in(lab, runs_with(4)).why, cause::by_itself);
}

TEST(investigation, knows_what_stays_from_run_to_run) {
  laboratory lab = quiet();
  lab.run_after = [](const auto&, const auto&) { return true; };
  EXPECT_EQ(result_in(lab, runs_with(4)).why, cause::kept_state);
}

TEST(investigation, names_the_likeliest_when_nothing_fails_again) {
  const suspicion found = result_in(quiet(), runs_with(4));
  EXPECT_EQ(found.why, cause::not_repeated);
  EXPECT_THAT(found.others, UnorderedElementsAre("a", "b", "c"));
}

}  // namespace
}  // namespace parallel_testing::stress_command
