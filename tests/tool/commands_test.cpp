// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The commands that look at runs and tests, on the project with every kind of
// end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <parallel_testing/gtest.hpp>
#include <string>
#include <vector>

#include "expected_outcomes.hpp"
#include "support/files.hpp"
#include "tool_run.hpp"

namespace parallel_testing::tool_test {
namespace {

using nlohmann::json;
using support::finished_process;
using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;

TEST(commands, C08_report_repeats_the_results_of_run) {
  tool_run run;
  const json told = run.as_json({"-j4", "-LE", not_hanging});
  const finished_process again = run.tool({"report", "--json", run.events()});
  EXPECT_EQ(again.exit_code, 0);
  EXPECT_EQ(outcomes_in(json_in(again.output)),
            expected_outcomes(retried::never));
  EXPECT_EQ(json_in(again.output).at("summary").at("leaked"), 2);
  const finished_process text = run.tool({"report", run.events()});
  EXPECT_THAT(
      text.output,
      AllOf(HasSubstr("leak launched.leak "), HasSubstr("left behind: sleep"),
            HasSubstr("left launched.leak_with_warning ")));
  const finished_process audited = run.tool({"audit", run.events()});
  EXPECT_EQ(audited.exit_code, 0) << audited.output;
}

TEST(commands, C12_audit_does_not_blame_those_beside_what_was_left_behind) {
  tool_run run;
  EXPECT_EQ(
      run({"-j1", "--repeat", "2", "-R", "Outcomes.(Leaks|Passes)$"}).exit_code,
      0);
  const finished_process audited = run.tool({"audit", run.events()});
  EXPECT_EQ(audited.exit_code, 0) << audited.output;
  EXPECT_THAT(audited.output, HasSubstr("4 cases"));
}

TEST(commands, C69_report_knows_launched_tests_of_a_plain_ctest) {
  tool_run run;
  (void)run.box().run({TESTED_CTEST, "-j4", "-R", "^launched"});
  const json told =
      json_in(run.tool({"report", "--json", run.events()}).output);
  EXPECT_EQ(outcomes_in(told), (outcomes{{"launched.pass", "pass"},
                                         {"launched.leak", "leak"},
                                         {"launched.leak_with_warning", "pass"},
                                         {"launched.crash", "crash"},
                                         {"launched.timeout", "timeout"}}));
  EXPECT_THAT(test_in(told, "launched.pass").at("file").get<std::string>(),
              testing::EndsWith("outcomes/CMakeLists.txt"));
}

TEST(commands, C67_shards_that_are_run_and_merged_are_the_whole_run) {
  tool_run first;
  tool_run second;
  std::vector<std::string> logs;
  int number = 0;
  for (tool_run* each : {&first, &second}) {
    const finished_process ended =
        each->tool({"shard", std::to_string(++number) + "/2", "--by", "slice",
                    "--run", "--", "-j", "2", "-LE", not_hanging,
                    "--output-junit", each->box().path("r.xml")});
    EXPECT_EQ(ended.exit_code, 1) << ended.output;
    EXPECT_THAT(ended.output,
                AllOf(HasSubstr("by slice"), HasSubstr("outcomes: 2 workers"),
                      ContainsRegex("\\[gw[01]\\] \\[")));
    logs.push_back(each->events());
    EXPECT_THAT(support::read_file(each->box().path("r.xml")),
                HasSubstr("<testsuites name=\"outcomes\""));
  }
  const std::string merged = first.box().path("merged");
  EXPECT_EQ(first.tool({"merge", logs[0], logs[1], "--into", merged}).exit_code,
            0);
  const finished_process told =
      first.tool({"report", "--json", merged + "/events.ndjson"});
  EXPECT_EQ(outcomes_in(json_in(told.output)),
            expected_outcomes(retried::never));
}

TEST(commands, explain_knows_every_test_and_every_case) {
  tool_run run;
  for (const auto& [name, outcome] : expected_outcomes(retried::never)) {
    EXPECT_EQ(run.tool({"explain", name}).exit_code, 0) << name;
  }
  EXPECT_EQ(run.tool({"explain", "--locks"}).exit_code, 0);
}

TEST(commands, explain_reports_where_markers_were_written) {
  tool_run run;
  const auto explain = [&](const std::string& name) {
    return run.tool({"explain", name}).output;
  };
  EXPECT_THAT(explain("launched.leak_with_warning"),
              ContainsRegex("leak:warn +parallel_add_test\\(launched.leak_with_"
                            "warning\\) in .*/outcomes/CMakeLists.txt:[0-9]+"));
  EXPECT_THAT(explain("Outcomes.WaitsForALock"),
              ContainsRegex("lock:outcomes +.*/outcomes_test.cpp:[0-9]+"));
  EXPECT_THAT(
      explain("Grouped.Fails"),
      AllOf(ContainsRegex("/grouped_test.cpp:[0-9]+"),
            HasSubstr("shares a process with others in the test "
                      "Grouped"),
            ContainsRegex("api +parallel_mark_tests\\(\"Grouped.Fails\"")));
  EXPECT_THAT(explain("Grouped.Passes"),
              ContainsRegex("lock:grouped +.*/grouped_test.cpp:[0-9]+"));
}

TEST(commands, clean_names_what_a_dead_run_left_and_then_removes_it) {
  tool_run run;
  (void)run({"-R", "Outcomes.Fails"});
  const std::string directory =
      std::filesystem::path(run.events()).parent_path().string();
  const std::string build = std::filesystem::path(directory)
                                .parent_path()
                                .parent_path()
                                .parent_path()
                                .parent_path()
                                .string();
  EXPECT_EQ(run.tool({"clean", build}).exit_code, 0);
  EXPECT_TRUE(std::filesystem::exists(directory)) << "one run is kept";
  const finished_process dry =
      run.tool({"clean", build, "--keep", "0", "--dry-run"});
  EXPECT_EQ(dry.exit_code, 0) << dry.output;
  EXPECT_THAT(dry.output, HasSubstr(": " + directory));
  EXPECT_TRUE(std::filesystem::exists(directory));
  EXPECT_EQ(run.tool({"clean", build, "--keep", "0"}).exit_code, 0);
  EXPECT_FALSE(std::filesystem::exists(directory));
}

}  // namespace
}  // namespace parallel_testing::tool_test
