// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <parallel_testing/gtest.hpp>

#include "support/sandbox.hpp"

namespace parallel_testing::tool_test {
namespace {

using nlohmann::json;
using support::finished_process;
using testing::HasSubstr;

/// `parallel-testing stress` on some tests of the project.
class stress {
 public:
  stress() {
    std::filesystem::create_directories(box_.path("shared"));
    box_.set("SHARED", box_.path("shared"));
  }

  finished_process operator()(const std::string& tests,
                              std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {TESTED_TOOL, "stress"});
    arguments.insert(arguments.end(), {"--", "-R", tests});
    return box_.run(arguments);
  }

  /// The same; its tests find the id of its process in $STRESS.
  finished_process with_its_id(const std::string& tests,
                               const std::vector<std::string>& arguments) {
    std::vector<std::string> all{"sh", "-c",        "STRESS=$$ exec \"$@\"",
                                 "sh", TESTED_TOOL, "stress"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    all.insert(all.end(), {"--", "-R", tests});
    return box_.run(all);
  }

  json as_json(const std::string& tests, std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--format", "json"});
    const finished_process ended = (*this)(tests, arguments);
    EXPECT_EQ(ended.exit_code, 1) << ended.output;
    const std::size_t start = ended.output.find("{\n");
    if (start == std::string::npos) throw std::runtime_error(ended.output);
    return json::parse(
        ended.output.substr(start, ended.output.rfind("}\n") + 1 - start));
  }

 private:
  support::sandbox box_{DISTURBED_BUILD};
};

/// The only unsteady test.
json found_in(const json& result) {
  if (result.at("unsteady").size() != 1) {
    ADD_FAILURE() << result.dump(2);
    return {};
  }
  return result["unsteady"][0];
}

TEST(stress, finds_the_test_that_disturbs_one_beside_it) {
  stress stress;
  const json found =
      found_in(stress.as_json("^beside", {"-j1,6", "--rounds", "2"}));
  EXPECT_EQ(found.at("name"), "beside.reads");
  EXPECT_EQ(found.at("cause"), "beside");
  EXPECT_EQ(found.at("others"), json({"beside.writes"}));
  EXPECT_EQ(found.at("marker"), "");
}

TEST(stress, examines_a_test_that_fails_in_every_run_and_passes_alone) {
  stress stress;
  const json result = stress.as_json("^beside", {"-j6", "--rounds", "1"});
  EXPECT_TRUE(result.at("failing").empty()) << result.dump(2);
  const json found = found_in(result);
  EXPECT_EQ(found.at("outcomes"), json({"fail"}));
  EXPECT_EQ(found.at("cause"), "beside");
  EXPECT_EQ(found.at("others"), json({"beside.writes"}));
}

TEST(stress, prints_what_it_knows_when_the_time_is_up) {
  stress stress;
  const finished_process ended =
      stress("^endless.(fails|waits)", {"-j1", "--time-limit", "1"});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(ended.output, HasSubstr("FAILING  endless.fails"));
  EXPECT_THAT(ended.output, HasSubstr("1 run: 0 unsteady, 1 always failing\n"
                                      "stopped by the time limit"));
}

TEST(stress, prints_what_it_knows_when_it_is_interrupted) {
  stress stress;
  const finished_process ended = stress.with_its_id(
      "^endless.(fails|interrupts)", {"-j1", "--format", "json"});
  EXPECT_EQ(ended.exit_code, 130) << ended.output;
  EXPECT_THAT(ended.output, HasSubstr("\"end\": \"interrupted\""));
  EXPECT_THAT(ended.output, HasSubstr("\"name\": \"endless.fails\""));
}

TEST(stress, estimates_its_time_first) {
  stress stress;
  EXPECT_THAT(
      stress("^steady", {"-j1", "--rounds", "1"}).output,
      testing::AllOf(HasSubstr("stress: 2 tests"), HasSubstr("after 5 min")));
}

TEST(stress, finds_the_test_that_leaves_something_for_one_after_it) {
  stress stress;
  // An order in which it comes first.
  const json found = found_in(
      stress.as_json("^before", {"-j1", "--rounds", "3", "--shuffle", "1"}));
  EXPECT_EQ(found.at("name"), "before.looks");
  EXPECT_EQ(found.at("cause"), "before");
  EXPECT_EQ(found.at("others"), json({"before.leaves"}));
}

TEST(stress, knows_a_test_that_nobody_disturbs) {
  stress stress;
  const json found = found_in(stress.as_json("^alone", {"-j1"}));
  EXPECT_EQ(found.at("name"), "alone.alternates");
  EXPECT_EQ(found.at("cause"), "by_itself");
  EXPECT_EQ(found.at("marker"), "flaky:2");
}

TEST(stress, C35_reports_when_all_is_steady) {
  stress stress;
  const finished_process ended =
      stress("^steady", {"-j1,auto", "--shuffle", "9"});
  EXPECT_EQ(ended.exit_code, 0) << ended.output;
  EXPECT_THAT(ended.output, HasSubstr("-j 1, as declared: 2 passed"));
  EXPECT_THAT(ended.output, HasSubstr("--shuffle=9: 2 passed"));
  EXPECT_THAT(ended.output, HasSubstr("4 runs: 0 unsteady, 0 always failing"));
}

TEST(stress, C07_reports_that_there_are_no_tests) {
  stress stress;
  EXPECT_EQ(stress("^no such test$", {}).exit_code, 4);
}

}  // namespace
}  // namespace parallel_testing::tool_test
