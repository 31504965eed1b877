// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>

#include "support/build_tree.hpp"
#include "support/files.hpp"
#include "support/sandbox.hpp"

namespace parallel_testing::support {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

std::vector<registered_test> tests_of_suite(const variables& environment) {
  std::vector<registered_test> tests = registered_tests(E2E_BUILD, environment);
  std::erase_if(tests, [](const registered_test& test) {
    return test.command.empty() || !test.command[0].ends_with("/suite");
  });
  return tests;
}

TEST(registration, C01_every_listed_case_becomes_exactly_one_test) {
  sandbox box(E2E_BUILD);
  const finished_process listed =
      box.run({E2E_BUILD "/suite", "--gtest_list_tests"});
  std::size_t cases = 0;
  for (std::size_t at = 0; at < listed.output.size(); ++at) {
    if (listed.output.compare(at, 3, "\n  ") == 0) ++cases;
  }
  std::set<std::string> names;
  std::set<std::vector<std::string>> commands;
  const auto tests = tests_of_suite(box.environment());
  for (const registered_test& test : tests) {
    names.insert(test.name);
    commands.insert(test.command);
  }
  EXPECT_EQ(tests.size(), cases);
  EXPECT_EQ(names.size(), cases);
  EXPECT_EQ(commands.size(), cases);
}

TEST(registration, C02_markers_leave_the_names_alone) {
  const auto tests = registered_tests(E2E_BUILD, clean_environment());
  std::set<std::string> names;
  for (const registered_test& test : tests) names.insert(test.name);
  for (const char* name :
       {"Name.Plain", "Name.Marked", "Grouped.InFirstFile",
        "Grouped.InSecondFile", "Declared.InCMake", "FixedPort.First"}) {
    EXPECT_THAT(names, Contains(name));
  }
}

TEST(registration, C04_equal_names_in_two_targets_are_two_tests) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-R", "SameName"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.passed(),
              UnorderedElementsAre("SameName.IsInBothTargets",
                                   "elsewhere/SameName.IsInBothTargets",
                                   "elsewhere.SameName.IsInBothTargets"));
  EXPECT_THAT(result.noted("same"),
              UnorderedElementsAre("suite", "elsewhere", "elsewhere"));
}

TEST(registration, C06_listing_runs_nothing_and_creates_nothing) {
  sandbox box(E2E_BUILD);
  const auto runs_before = tree_of(box.path(""));
  const finished_process listed = box.run({"ctest", "-N"});
  EXPECT_EQ(listed.exit_code, 0);
  EXPECT_THAT(listed.output, HasSubstr("Name.Plain"));
  box.set("PARALLEL_TESTING_RUN_ID", "only_listed");
  (void)box.run({"ctest", "--show-only=json-v1"});
  EXPECT_EQ(tree_of(box.path("")), runs_before);
  EXPECT_FALSE(std::filesystem::exists(box.runs_directory() + "/only_listed"));
}

TEST(registration, C07_an_empty_selection_is_an_error_when_asked_for) {
  sandbox box(E2E_BUILD);
  EXPECT_EQ(box.ctest({"-R", "^no such test$"}).exit_code, 0);
  EXPECT_EQ(box.ctest({"-R", "^no such test$", "--no-tests=error"}).exit_code,
            8);
}

TEST(registration, C08_pass_fail_skip_and_disabled_are_told_apart) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-R", "^(Outcome|Name.Off)"});
  EXPECT_EQ(result.exit_code, 8);
  EXPECT_THAT(result.passed(), ElementsAre("Outcome.Passes"));
  EXPECT_THAT(result.failed(), ElementsAre("Outcome.Fails"));
  EXPECT_THAT(result.skipped(), ElementsAre("Outcome.Skips"));
  EXPECT_EQ(result.at("Name.Off").status, "disabled");
  EXPECT_THAT(result.noted("ran"), Not(Contains("Name.DISABLED_Off")));
}

TEST(registration, source_locations_point_at_the_tests) {
  const auto tests = registered_tests(E2E_BUILD, clean_environment());
  const auto find = [&](const std::string& name) {
    return *std::find_if(
        tests.begin(), tests.end(),
        [&](const registered_test& test) { return test.name == name; });
  };
  const registered_test plain = find("Name.Plain");
  EXPECT_THAT(plain.file, EndsWith("/names_test.cpp"));
  const auto lines = read_lines(plain.file);
  EXPECT_EQ(lines.at(static_cast<std::size_t>(plain.line) - 1),
            "TEST(Name, Plain) {");
  const registered_test other = find("Grouped.InSecondFile");
  EXPECT_THAT(other.file, EndsWith("/groups_test.cpp"));
}

TEST(registration, markers_become_properties) {
  const auto tests = registered_tests(E2E_BUILD, clean_environment());
  for (const registered_test& test : tests) {
    if (test.name == "Name.Marked") {
      EXPECT_EQ(test.properties.at("RESOURCE_LOCK"), "names");
      EXPECT_EQ(test.properties.at("LABELS"), "slow");
      EXPECT_EQ(test.properties.at("PROCESSORS"), "2");
    } else if (test.name == "marked_command") {
      EXPECT_EQ(test.properties.at("RESOURCE_LOCK"), "alpha");
    } else if (test.name == "Marked/Quiet.IsAlone/1") {
      EXPECT_EQ(test.properties.count("RUN_SERIAL"), 1U);
    }
  }
}

}  // namespace
}  // namespace parallel_testing::support
