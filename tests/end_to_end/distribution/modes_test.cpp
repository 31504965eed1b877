// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which cases share a process. Runs against the project built with GoogleTest
// and with each generation of Catch2.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "history/queries.hpp"
#include "support/build_tree.hpp"
#include "support/files.hpp"
#include "support/sandbox.hpp"
#include "tested_build.hpp"

namespace parallel_testing::support {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAreArray;

using names = std::vector<std::string>;

const names all_cases = {"Orders.First",
                         "Orders.Second",
                         "Orders.Third",
                         "Orders.Fourth",
                         "Billing.D",
                         "Billing.E",
                         "Billing.F",
                         "Ledger.G",
                         "Endings.Passes",
                         "Endings.Crashes",
                         "Endings.PassesAfterwards",
                         "Endings.LeavesWithZero",
                         "Endings.LeavesAtOnce",
                         "Endings.Fails",
                         "Endings.IsLast",
                         "Skips.One",
                         "Skips.Two",
                         "SkipsAndPasses.One",
                         "SkipsAndPasses.Two",
                         "SkipsAndFails.One",
                         "SkipsAndFails.Two"};

/// Names of the tests of one call, in order, without its prefix.
names tests_of(const std::string& mode) {
  names result;
  for (const registered_test& test :
       registered_tests(tested_build, clean_environment())) {
    const std::string prefix = mode + ".";
    if (test.name.compare(0, prefix.size(), prefix) == 0) {
      result.push_back(test.name.substr(prefix.size()));
    }
  }
  return result;
}

std::string property(const std::string& test, const std::string& name) {
  for (const registered_test& each :
       registered_tests(tested_build, clean_environment())) {
    if (each.name != test) continue;
    const auto found = each.properties.find(name);
    return found == each.properties.end() ? "" : found->second;
  }
  return "there is no such test";
}

class every_mode : public testing::TestWithParam<const char*> {};

TEST_P(every_mode, C01_runs_each_case_exactly_once_and_shares_nothing) {
  sandbox box(tested_build);
  const std::string tests = std::string("^") + GetParam() + "\\.";
  const ctest_result result =
      box.ctest({"-j8", "-R", tests, "--schedule-random"});
  EXPECT_EQ(what_was_shared(result), "");
  EXPECT_THAT(result.noted("ran"), UnorderedElementsAreArray(all_cases));
  names logged;
  for (const tools::test_case& each : result.history().cases) {
    logged.push_back(each.test);
  }
  EXPECT_THAT(logged, UnorderedElementsAreArray(all_cases));
}

TEST_P(every_mode, C29_gives_the_same_results_as_a_process_for_each_case) {
  sandbox box(tested_build);
  const auto outcomes_of = [&](const std::string& mode) {
    std::map<std::string, int> outcomes;
    const ctest_result result = box.ctest({"-j4", "-R", "^" + mode + "\\."});
    for (const tools::test_case& each : result.history().cases) {
      outcomes[each.test] = each.outcome ? static_cast<int>(*each.outcome) : -1;
    }
    return outcomes;
  };
  EXPECT_EQ(outcomes_of(GetParam()), outcomes_of("load"));
}

INSTANTIATE_TEST_SUITE_P(distribution, every_mode,
                         testing::Values("scope", "file", "group", "batch",
                                         "marked", "isolated"),
                         [](const auto& mode) {
                           return std::string(mode.param);
                         });

TEST(distribution, loadscope_has_one_test_per_suite) {
  EXPECT_THAT(tests_of("scope"),
              ElementsAre("Orders", "Billing", "Ledger", "Endings", "Skips",
                          "SkipsAndPasses", "SkipsAndFails"));
}

TEST(distribution, loadfile_has_one_test_per_source_file) {
  EXPECT_THAT(
      tests_of("file"),
      ElementsAre("orders_test.cpp", "billing_test.cpp", "endings_test.cpp"));
}

TEST(distribution, loadgroup_has_one_test_per_group_marker) {
  names expected = all_cases;
  std::erase(expected, "Billing.F");
  std::replace(expected.begin(), expected.end(), std::string("Billing.D"),
               std::string("money"));
  EXPECT_THAT(tests_of("group"), testing::ElementsAreArray(expected));
}

TEST(distribution, groups_and_modes_come_from_cmake_too) {
  const names tests = tests_of("marked");
  EXPECT_THAT(tests, testing::IsSupersetOf({"both", "Endings", "Billing.D"}));
  EXPECT_THAT(tests, testing::Not(testing::Contains("Orders.First")));
  EXPECT_EQ(property("marked.both", "RESOURCE_LOCK"), "beta");
}

TEST(distribution, a_batch_has_cases_of_one_suite_with_the_same_markers) {
  const names tests = tests_of("batch");
  EXPECT_EQ(tests.at(0), "Orders.First..Third (2)");
  EXPECT_EQ(tests.at(1), "Orders.Second");
  EXPECT_EQ(tests.at(2), "Orders.Fourth");
}

TEST(distribution, a_test_needs_what_any_of_its_cases_needs) {
  EXPECT_EQ(property("scope.Billing", "RESOURCE_LOCK"), "alpha");
  EXPECT_EQ(property("scope.Billing", "RUN_SERIAL"), "true");
  EXPECT_EQ(property("scope.Billing", "TIMEOUT"), "");
  EXPECT_EQ(property("group.money", "TIMEOUT"), "50.0");
}

TEST(distribution, C20_two_runs_at_once_exclude_each_other_by_units) {
  sandbox box(tested_build);
  const names arguments = {"-j4", "-R", "^(scope.(Orders|Ledger)|group.money)"};
  running_ctest first = box.start_ctest(arguments);
  running_ctest second = box.start_ctest(arguments);
  EXPECT_EQ(what_went_wrong({first.wait(), second.wait()}), "");
}

TEST(distribution, locks_of_a_unit_are_held_before_its_first_case) {
  sandbox box(tested_build);
  const ctest_result result = box.ctest({"-R", "^scope.Orders$"});
  EXPECT_EQ(what_went_wrong(result), "");
  const tools::timeline history = result.history();
  ASSERT_THAT(history.cases, testing::SizeIs(4));
  bool found = false;
  for (const tools::hold& each : history.holds) {
    if (each.resource.kind != tools::held_kind::lock) continue;
    found = true;
    EXPECT_LE(each.begin_ns, history.cases.front().begin_ns);
    EXPECT_GE(each.end_ns, history.cases.back().end_ns);
  }
  EXPECT_TRUE(found);
}

TEST(distribution, C30_the_time_of_a_unit_is_noted_under_its_name) {
  sandbox box(tested_build);
  EXPECT_EQ(what_went_wrong(box.ctest({"-R", "^scope.Orders$"})), "");
  // "suite" and "@Orders" in hexadecimal digits.
  EXPECT_THAT(
      read_lines(std::string(tested_build) +
                 "/Testing/ParallelTesting/times.txt"),
      testing::Contains(testing::StartsWith("7375697465_404f7264657273 ")));
}

TEST(distribution, a_unit_whose_list_is_gone_says_what_to_do) {
  sandbox box(tested_build);
  std::string reference = "@0+10:/nowhere/units.txt";
  if (std::string(tested_build).find("_v") == std::string::npos &&
      std::string(tested_build).find(" v") == std::string::npos) {
    reference = "--gtest_filter=" + reference;
  }
  const finished_process ended = box.run({"./suite", reference});
  EXPECT_NE(ended.exit_code, 0);
  EXPECT_THAT(ended.output, HasSubstr("'/nowhere/units.txt'"));
  EXPECT_THAT(ended.output, HasSubstr("build the target again"));
}

}  // namespace
}  // namespace parallel_testing::support
