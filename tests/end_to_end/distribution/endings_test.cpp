// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How tests of several cases end. Runs against the project built with
// GoogleTest and with each generation of Catch2.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "history/queries.hpp"
#include "support/build_tree.hpp"
#include "support/files.hpp"
#include "support/sandbox.hpp"
#include "tested_build.hpp"

namespace parallel_testing::support {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

/// Lines of the event log with a text in them.
std::vector<std::string> records(const sandbox& box, const std::string& text) {
  std::vector<std::string> found;
  for (const std::string& line : read_lines(
           box.runs_directory() + "/" + box.last_run() + "/events.ndjson")) {
    if (line.find(text) != std::string::npos) found.push_back(line);
  }
  return found;
}

TEST(distribution, C32_a_crash_names_its_case_and_the_others_run) {
  sandbox box(tested_build);
  const ctest_result result = box.ctest({"-R", "^scope.Endings$"});
  EXPECT_EQ(what_was_shared(result), "");
  EXPECT_THAT(result.failed(), ElementsAre("scope.Endings"));
  EXPECT_THAT(
      result.noted("ran"),
      ElementsAre("Endings.Passes", "Endings.Crashes",
                  "Endings.PassesAfterwards", "Endings.LeavesWithZero",
                  "Endings.LeavesAtOnce", "Endings.Fails", "Endings.IsLast"));
  const std::string output = result.at("scope.Endings").output;
  EXPECT_THAT(output,
              HasSubstr("crashed: scope.Endings.Crashes, signal SIGKILL"));
  EXPECT_THAT(output, HasSubstr("failed: scope.Endings.Fails"));
  EXPECT_THAT(output, HasSubstr("endings_test.cpp:"));
  EXPECT_THAT(output, Not(HasSubstr("failed: scope.Endings.IsLast")));
}

TEST(distribution, C32_leaving_the_program_inside_a_case_is_its_crash) {
  sandbox box(tested_build);
  const std::string output =
      box.ctest({"-R", "^scope.Endings$"}).at("scope.Endings").output;
  EXPECT_THAT(output,
              HasSubstr("crashed: scope.Endings.LeavesWithZero, exit code 1"));
  EXPECT_THAT(output,
              HasSubstr("crashed: scope.Endings.LeavesAtOnce, exit code 3"));
}

TEST(distribution, the_event_log_knows_every_case_of_a_unit) {
  sandbox box(tested_build);
  const ctest_result result = box.ctest({"-R", "^scope.Endings$"});
  std::map<std::string, std::string> outcomes;
  for (const tools::test_case& each : result.history().cases) {
    outcomes[each.test] = !each.outcome                           ? "crashed"
                          : *each.outcome == tools::verdict::pass ? "passed"
                                                                  : "failed";
    EXPECT_THAT(each.file, testing::EndsWith("endings_test.cpp"));
    EXPECT_GT(each.line, 0);
  }
  EXPECT_EQ(outcomes, (std::map<std::string, std::string>{
                          {"Endings.Passes", "passed"},
                          {"Endings.Crashes", "crashed"},
                          {"Endings.PassesAfterwards", "passed"},
                          {"Endings.LeavesWithZero", "crashed"},
                          {"Endings.LeavesAtOnce", "crashed"},
                          {"Endings.Fails", "failed"},
                          {"Endings.IsLast", "passed"}}));
  EXPECT_THAT(records(box, "\"event\":\"case_crash\""), SizeIs(3));
  EXPECT_THAT(records(box, "\"message\":\"signal SIGKILL\""),
              ElementsAre(HasSubstr("\"test\":\"Endings.Crashes\",\"file\":")));
}

TEST(distribution, C08_a_unit_is_skipped_only_when_all_its_cases_are) {
  sandbox box(tested_build);
  const ctest_result result = box.ctest({"-R", "^(scope|batch).Skips"});
  EXPECT_THAT(result.failed(), ElementsAre("batch.SkipsAndFails.One..Two (2)",
                                           "scope.SkipsAndFails"));
  EXPECT_THAT(result.passed(),
              testing::IsSupersetOf({"batch.SkipsAndPasses.One..Two (2)",
                                     "scope.SkipsAndPasses"}));
  // Catch2 2 knows no skipping: there they have passed.
  EXPECT_THAT(result.skipped(),
              testing::AnyOf(IsEmpty(), ElementsAre("batch.Skips.One..Two (2)",
                                                    "scope.Skips")));
}

TEST(distribution, C33_the_worker_of_a_crashed_case_is_used_again) {
  sandbox box(tested_build);
  const ctest_result result = box.ctest({"-j1", "-R", "^scope."});
  EXPECT_EQ(what_was_shared(result), "");
  for (const tools::process& each : result.history().processes) {
    EXPECT_EQ(each.worker, "gw0");
  }
}

TEST(distribution, C45_directories_of_a_unit_stay_when_a_case_failed) {
  sandbox box(tested_build);
  const ctest_result kept = box.ctest({"-R", "^scope.SkipsAndFails$"});
  EXPECT_THAT(kept.at("scope.SkipsAndFails").output, HasSubstr("kept /"));
  EXPECT_THAT(records(box, "directory_keep"), SizeIs(1));
  const ctest_result lost = box.ctest({"-R", "^scope.Orders$"});
  EXPECT_THAT(records(box, "directory_keep"), IsEmpty());
  EXPECT_EQ(what_went_wrong(lost), "");
}

TEST(distribution, C09_a_unit_started_by_hand_is_one_run_of_master) {
  sandbox box(tested_build);
  std::vector<std::string> command;
  for (const registered_test& test :
       registered_tests(tested_build, box.environment())) {
    if (test.name == "scope.Endings") command = test.command;
  }
  ASSERT_THAT(command, Not(IsEmpty()));
  const finished_process ended = box.run(command);
  EXPECT_EQ(ended.exit_code, 1) << ended.output;
  EXPECT_THAT(ended.output, HasSubstr("crashed: scope.Endings.Crashes"));
}

}  // namespace
}  // namespace parallel_testing::support
