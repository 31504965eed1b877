// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What only GoogleTest has, in tests of several cases.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "support/build_tree.hpp"
#include "support/sandbox.hpp"

namespace parallel_testing::support {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::UnorderedElementsAre;

const char* const around = "around_test.cpp";

TEST(distribution, C32_a_crash_around_the_cases_of_a_suite_spares_the_others) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-R", "^around_test.cpp$"});
  EXPECT_EQ(what_was_shared(result), "");
  EXPECT_THAT(
      result.noted("ran"),
      ElementsAre("Locked.One", "Locked.Two", "Deaths.StartTheProgramAgain",
                  "Files.One", "Files.Two", "CrashesAfter.One", "Last.One"));
  const std::string output = result.at(around).output;
  for (const char* text :
       {"crashed: CrashesBefore.One, the program ended before the case began, "
        "signal SIGKILL",
        "crashed: CrashesBefore.Two", "failed: Files.Two",
        "the program ended while its test framework still ran, signal "
        "SIGKILL"}) {
    EXPECT_THAT(output, HasSubstr(text));
  }
  EXPECT_THAT(output, Not(HasSubstr("failed: Deaths")));
}

TEST(distribution, C20_locks_of_a_unit_are_held_before_SetUpTestSuite) {
  sandbox box(E2E_BUILD);
  const std::vector<std::string> arguments = {"-R", "^around_test.cpp$"};
  running_ctest first = box.start_ctest(arguments);
  running_ctest second = box.start_ctest(arguments);
  EXPECT_EQ(what_was_shared({first.wait(), second.wait()}), "");
}

TEST(distribution, C45_each_case_of_a_unit_has_directories_of_its_own) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-R", "^around_test.cpp$"});
  const std::vector<std::string> directories = result.noted("dir");
  ASSERT_THAT(directories, SizeIs(2));
  EXPECT_FALSE(std::filesystem::exists(directories[0]));
  EXPECT_TRUE(std::filesystem::exists(directories[1]));
}

TEST(distribution, disabled_cases_stay_tests_of_their_own) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-R", "around_test.cpp|Files"});
  EXPECT_EQ(result.at("Files.Three").status, "disabled");
  EXPECT_THAT(result.noted("ran"), Not(Contains("Files.DISABLED_Three")));
}

TEST(distribution, C03_a_main_that_swallows_the_selection_fails) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-R", "^(Some|Other)$"});
  EXPECT_THAT(result.failed(), ElementsAre("Other", "Some"));
  EXPECT_THAT(result.noted("ran"), SizeIs(0));
  EXPECT_THAT(result.at("Some").output,
              HasSubstr("'Other.Case' is also selected; pass argc and argv"));
  EXPECT_THAT(result.at("Some").output, HasSubstr("did not run: Some.Case"));
}

/// Of all cases that ran, whether tests of their own or of a unit, what they
/// are called, and how they ended.
std::vector<std::string> results_of(const tools::timeline& history,
                                    const std::string& prefix) {
  std::vector<std::string> results;
  for (const tools::test_case& each : history.cases) {
    // A launcher knows the test, the program below it the case.
    const tools::process& process =
        history.processes[history.processes[each.process].family];
    const std::string name =
        each.shown_name.empty() ? process.ctest_test : each.shown_name;
    EXPECT_EQ(name.compare(0, prefix.size(), prefix), 0) << name;
    results.push_back(
        name.substr(prefix.size()) +
        (each.outcome == tools::verdict::pass ? " pass" : " fail"));
  }
  return results;
}

TEST(distribution, C81_a_case_has_one_name_whichever_way_it_runs) {
  for (const char* mode : {"", "launched.", "scope.", "batch."}) {
    const std::string prefix = std::string("n.") + mode;
    sandbox box(E2E_BUILD);
    const ctest_result result =
        box.ctest({"-j4", "-R", "^" + prefix + "(I/Values|My/Typed)"});
    EXPECT_THAT(results_of(result.history(), prefix),
                UnorderedElementsAre(
                    "I/Values.IsNotTwo/1! pass", "I/Values.IsNotTwo/2! fail",
                    "I/Values.IsNotTwo/3! pass", "My/Typed.Fits<int>! pass",
                    "My/Typed.Fits<double>! fail"))
        << prefix;
  }
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-R", "^n.scope.I/Values"});
  EXPECT_THAT(result.at("n.scope.I/Values!").output,
              HasSubstr("failed: n.scope.I/Values.IsNotTwo/2!"));
}

TEST(distribution, C81_cases_that_nothing_tells_apart_are_one_test) {
  for (const char* mode : {"", "launched."}) {
    const std::string prefix = std::string("n.") + mode;
    sandbox box(E2E_BUILD);
    const ctest_result result =
        box.ctest({"-j4", "-R", "^" + prefix + "Namesakes"});
    EXPECT_THAT(result.passed(),
                UnorderedElementsAre(prefix + "Namesakes.Pass!",
                                     prefix + "Namesakes.OneSkips!"));
    EXPECT_THAT(result.failed(), ElementsAre(prefix + "Namesakes.OneFails!"));
    EXPECT_THAT(result.noted("ran"),
                UnorderedElementsAre("namesakes", "other_namesakes"));
  }
  for (const char* unit :
       {"n.scope.Namesakes!", "n.batch.Namesakes.Pass..OneSkips (3)!"}) {
    sandbox box(E2E_BUILD);
    const ctest_result result = box.ctest({"-R", "Namesakes"});
    EXPECT_THAT(result.failed(), Contains(unit));
    EXPECT_THAT(result.at(unit).output, HasSubstr("Namesakes.OneFails"));
  }
}

TEST(distribution, C08_skips_are_failures_where_they_are_to_be) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-R", "^strict\\.Skips"});
  EXPECT_THAT(result.failed(),
              ElementsAre("strict.Skips", "strict.SkipsAndFails",
                          "strict.SkipsAndPasses"));
  EXPECT_THAT(result.at("strict.SkipsAndPasses").output,
              HasSubstr("skipped: strict.SkipsAndPasses.One"));
}

}  // namespace
}  // namespace parallel_testing::support
