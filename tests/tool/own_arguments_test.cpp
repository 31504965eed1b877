// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A program that takes an argument of its own before those of its framework.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/files.hpp"
#include "support/sandbox.hpp"

namespace parallel_testing::tool_test {
namespace {

using nlohmann::json;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;
using testing::UnorderedElementsAre;

using cases_by_test = std::map<std::string, std::vector<std::string>>;

/// `<case> <outcome>` of each result, by the test of ctest.
cases_by_test results_of(const json& run) {
  cases_by_test result;
  for (const json& each : run.at("tests")) {
    const std::string unit = each.at("unit");
    const std::string name = each.at("name");
    const std::string outcome = each.at("outcome");
    result[unit.empty() ? name : unit].push_back(
        (unit.empty() ? "" : name + " ") + outcome);
  }
  for (auto& [test, cases] : result) std::sort(cases.begin(), cases.end());
  return result;
}

class own_arguments : public testing::Test {
 protected:
  json run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(),
                     {TESTED_TOOL, "run", "--format", "json"});
    const support::finished_process ended = box_.run(arguments);
    printed_ = ended.output;
    const std::size_t start = printed_.find("{\n");
    return json::parse(
        printed_.substr(start, printed_.rfind("}\n") + 1 - start));
  }

  support::sandbox box_{STRANGERS_BUILD};
  std::string printed_;
};

const std::vector<std::string> all_cases{
    "counts orders pass", "reads orders pass", "writes orders pass"};

TEST_F(own_arguments, leave_a_program_of_several_cases_what_it_is) {
  const cases_by_test results = results_of(run({"-R", "^whole$"}));
  EXPECT_THAT(results, ElementsAre(Pair("whole", all_cases)));
  EXPECT_EQ(run({"-R", "^launched$"}).at("summary").at("failed"), 0)
      << printed_;
}

TEST_F(own_arguments, do_not_mix_up_the_tests_of_one_program) {
  const cases_by_test results =
      results_of(run({"-j", "4", "-R", "^(plain|script) "}));
  EXPECT_THAT(results, UnorderedElementsAre(
                           Pair("plain reads orders", ElementsAre("pass")),
                           Pair("plain writes orders", ElementsAre("pass")),
                           Pair("plain counts orders", ElementsAre("pass")),
                           Pair("script reads orders", ElementsAre("pass")),
                           Pair("script writes orders", ElementsAre("pass")),
                           Pair("script counts orders", ElementsAre("pass"))));
  EXPECT_THAT(printed_, Not(HasSubstr("internal error")));
}

TEST_F(own_arguments, before_the_selector_leave_a_discovered_test_its_case) {
  const json connected = run({"-j", "4", "-R", "^connected"});
  EXPECT_EQ(connected.at("summary").at("passed"), 3);
  EXPECT_THAT(results_of(connected),
              Contains(Pair("connected.reads orders", ElementsAre("pass"))));
  const json batched = run({"-R", "^unit"});
  EXPECT_EQ(batched.at("summary").at("passed"), 3) << printed_;
}

TEST_F(own_arguments, C76_are_in_no_log_with_their_passwords) {
  const std::string id = "secrets" + std::to_string(::getpid());
  box_.set("PARALLEL_TESTING_RUN_ID", id);
  box_.forget_run(id);
  run({"-R", "^(whole|launched|plain|script|connected)"});
  std::size_t logs = 0;
  for (const auto& each : std::filesystem::recursive_directory_iterator(
           box_.runs_directory() + "/" + id)) {
    if (!each.is_regular_file()) continue;
    ++logs;
    EXPECT_THAT(support::read_file(each.path().string()),
                Not(HasSubstr("s3cret")))
        << each.path();
  }
  EXPECT_GT(logs, 0U);
}

TEST_F(own_arguments, do_not_make_a_test_pass_that_runs_no_case) {
  EXPECT_THAT(results_of(run({"-R", "^nothing$"})),
              ElementsAre(Pair("nothing", ElementsAre("fail"))));
}

TEST_F(own_arguments, of_what_a_script_starts_belong_to_its_test) {
  EXPECT_THAT(results_of(run({"-R", "^script$"})),
              ElementsAre(Pair("script", all_cases)));
  EXPECT_THAT(printed_, Not(HasSubstr("internal error")));
}

}  // namespace
}  // namespace parallel_testing::tool_test
