// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <parallel_testing/gtest.hpp>

#include "other_builds.hpp"
#include "support/sandbox.hpp"

namespace parallel_testing::tool_test {
namespace {

using nlohmann::json;
using support::finished_process;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

/// `parallel-testing verify` on one project.
class verify {
 public:
  explicit verify(const std::string& build) : box_(build) {
    std::filesystem::create_directories(box_.path("shared"));
    box_.set("SHARED", box_.path("shared"));
    box_.set("OUTCOMES", box_.path("shared"));
  }

  finished_process operator()(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {TESTED_TOOL, "verify"});
    return box_.run(arguments);
  }

  /// The checks by their names.
  std::map<std::string, json> checks(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--format", "json"});
    const finished_process ended = (*this)(std::move(arguments));
    exit_code = ended.exit_code;
    const std::size_t start = ended.output.find("{\n");
    if (start == std::string::npos) throw std::runtime_error(ended.output);
    std::map<std::string, json> result;
    const json root = json::parse(
        ended.output.substr(start, ended.output.rfind("}\n") + 1 - start));
    for (const json& each : root.at("checks")) {
      result[each.at("name")] = each;
    }
    return result;
  }

  /// Puts a variable into the environment of the tool.
  void set(const std::string& name, const std::string& value) {
    box_.set(name, value);
  }

  int exit_code = -1;

 private:
  support::sandbox box_;
};

std::vector<std::string> failed(const std::map<std::string, json>& checks) {
  std::vector<std::string> names;
  for (const auto& [name, each] : checks) {
    if (each.at("outcome") == "fail") names.push_back(name);
  }
  return names;
}

TEST(verify, passes_with_a_suite_that_is_as_it_should_be) {
  verify verify(DISTURBED_BUILD);
  const finished_process ended = verify({"-j2", "--", "-R", "^steady"});
  EXPECT_EQ(ended.exit_code, 0) << ended.output;
  for (const char* name :
       {"PASS  versions", "PASS  registration", "PASS  configuration",
        "PASS  parallel_run", "PASS  isolation", "PASS  leftovers",
        "PASS  serial_run", "PASS  same_results", "SKIP  speed_up"}) {
    EXPECT_THAT(ended.output, HasSubstr(name));
  }
}

TEST(verify, runs_three_rounds_and_reports_how_likely_it_saw_a_collision) {
  verify verify(DISTURBED_BUILD);
  verify.set("PARALLEL_TESTING_JOBS", "");
  const finished_process ended = verify({"--", "-R", "^steady"});
  EXPECT_EQ(ended.exit_code, 0) << ended.output;
  EXPECT_THAT(ended.output,
              testing::ContainsRegex("with ([89]|[1-9][0-9]+) workers in 3 "
                                     "rounds, the last one in the order of "
                                     "the seed [1-9]"));
  EXPECT_THAT(ended.output, HasSubstr("  side_by_side  "));
  EXPECT_THAT(ended.output, HasSubstr("3 parallel rounds and one by one"));
}

TEST(verify, C82_compares_with_all_cases_whatever_the_environment_selects) {
  verify verify(DISTURBED_BUILD);
  verify.set("GTEST_FILTER", "None.*");
  verify.set("GTEST_TOTAL_SHARDS", "2");
  verify.set("GTEST_SHARD_INDEX", "0");
  const finished_process ended = verify({"-j2", "--", "-R", "^steady"});
  EXPECT_EQ(ended.exit_code, 0) << ended.output;
  EXPECT_THAT(ended.output, HasSubstr("PASS  registration"));
}

TEST(verify, C35_names_what_fails_in_parallel_only) {
  verify verify(DISTURBED_BUILD);
  const auto checks =
      verify.checks({"-j6", "--rounds", "1", "--", "-R", "^beside"});
  EXPECT_EQ(verify.exit_code, 1);
  EXPECT_THAT(failed(checks),
              testing::ElementsAre("parallel_run", "same_results"));
  EXPECT_EQ(checks.at("same_results").at("problems").at(0).at("text"),
            "beside.reads: fail in parallel, pass one by one");
}

TEST(verify, names_each_kind_of_failure_and_what_was_left_behind) {
  verify verify(OUTCOMES_BUILD);
  const auto checks =
      verify.checks({"-j4", "--", "-R", "^(Grouped|Outcomes.(Fails|Leaks))"});
  EXPECT_EQ(verify.exit_code, 1);
  EXPECT_THAT(failed(checks),
              AllOf(Contains("parallel_run"), Contains("leftovers"),
                    Contains("serial_run")));
  EXPECT_THAT(checks.at("leftovers").at("problems").at(0).at("text"),
              testing::ResultOf(
                  [](const json& text) { return text.get<std::string>(); },
                  HasSubstr("Outcomes.Leaks left outcomes_test behind")));
}

TEST(verify, C01_C08_finds_every_case_with_an_odd_name_registered_once) {
  for (const std::string& build : other_builds()) {
    SCOPED_TRACE(build);
    verify verify(build);
    const json registration = verify.checks({"--quick"}).at("registration");
    EXPECT_EQ(registration.at("outcome"), "pass") << registration.dump(2);
    EXPECT_THAT(registration.at("problems"), IsEmpty());
  }
}

TEST(verify, C63_compares_the_coverage_of_both_runs) {
  if (std::string(COVERAGE_BUILD).empty()) GTEST_SKIP() << "g++ is not there";
  verify verify(COVERAGE_BUILD);
  const auto checks = verify.checks({"-j4"});
  EXPECT_EQ(checks.at("coverage").at("outcome"), "pass")
      << checks.at("coverage").dump(2);
  EXPECT_EQ(checks.at("shared_processes").at("outcome"), "pass");
  EXPECT_EQ(verify.exit_code, 0) << json(failed(checks)).dump();
}

TEST(verify, quick_runs_no_test) {
  verify verify(OUTCOMES_BUILD);
  const auto checks = verify.checks({"--quick"});
  EXPECT_EQ(checks.count("parallel_run"), 0U);
  EXPECT_EQ(checks.count("serial_run"), 0U);
  EXPECT_EQ(checks.at("versions").at("outcome"), "pass");
}

TEST(verify, C07_reports_a_selection_of_nothing) {
  verify verify(DISTURBED_BUILD);
  EXPECT_EQ(verify({"--", "-R", "^no such test$"}).exit_code, 4);
}

}  // namespace
}  // namespace parallel_testing::tool_test
