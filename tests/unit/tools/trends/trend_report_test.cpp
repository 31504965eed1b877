// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "trends/trend_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/json.hpp"

namespace parallel_testing::tools {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// 40 runs of four cases: steady, unsteady since half of them, slower since the
/// last seven, and one of a unit.
case_history history_of_forty(std::size_t slower_cases = 1) {
  case_history history;
  for (int at = 0; at < 40; ++at) {
    run_result run;
    run.run = std::to_string(at);
    run.start_ns = at * 1'000'000'000LL;
    const auto add = [&](const std::string& unit, const std::string& name,
                         verdict how, std::int64_t ms) {
      test_result test;
      test.unit = unit;
      test.name = name;
      test.attempts.resize(1);
      test.attempts[0].outcome = how;
      test.attempts[0].duration_ns = ms * 1'000'000;
      run.tests.push_back(std::move(test));
    };
    add("", "steady", verdict::pass, 100);
    add("", "unsteady", at >= 20 && at % 2 == 0 ? verdict::fail : verdict::pass,
        100);
    for (std::size_t slow = 0; slow < slower_cases; ++slow) {
      add("", "slower" + std::to_string(slow), verdict::pass,
          at >= 33 ? 250 : 100);
    }
    add("unit", "member", verdict::skip, 1);
    history.add(run);
  }
  return history;
}

TEST(trend_report, C99_has_rates_with_confidence_trends_and_slower_cases) {
  const case_history history = history_of_forty();
  EXPECT_EQ(
      trend_text(make_trend_report(history, {"steady", "unit", "new\ntest"})),
      "4 cases in the last 40 runs\n"
      "\n"
      "cases that did not pass at once, with the 95 % interval of the rate:\n"
      "   25.0 %  (14.2 % to 40.2 %)  unsteady: 10 failed, 0 flaky of 40, "
      "rising\n"
      "\n"
      "cases that became slower:\n"
      "  2.5 times  0.10 s -> 0.25 s  slower0\n"
      "\n"
      "tests that never ran:\n"
      "  new\\ntest\n");
}

TEST(trend_report, C99_many_slow_cases_at_once_blame_the_machine) {
  const case_history history = history_of_forty(6);
  const trend_report report = make_trend_report(history, {});
  EXPECT_TRUE(report.are_most_slower());
  EXPECT_THAT(trend_text(report),
              AllOf(HasSubstr("6 cases became slower at once; the machine is a "
                              "more likely cause than the tests"),
                    Not(HasSubstr("slower0"))));
  const case_history few = history_of_forty(4);
  EXPECT_FALSE(make_trend_report(few, {}).are_most_slower());
}

TEST(trend_report, C99_a_long_list_ends_with_its_rest) {
  const case_history history;
  const std::string text = trend_text(
      make_trend_report(history, std::vector<std::string>(23, "new")));
  EXPECT_THAT(text, HasSubstr("0 cases in the last 0 runs\n"
                              "each of them passed at once every time\n"));
  EXPECT_TRUE(text.ends_with("  and 3 more\n"));
}

TEST(trend_report, C99_has_everything_for_programs) {
  const case_history history = history_of_forty();
  const auto root = nlohmann::json::parse(
      trend_json(make_trend_report(history, {"new\xff"})));
  EXPECT_EQ(root.at("version"), 1);
  EXPECT_EQ(root.at("runs").size(), 40U);
  EXPECT_EQ(root.at("runs").at(1).at("start_ms"), 1000);
  EXPECT_EQ(root.at("most_are_slower"), false);
  EXPECT_THAT(root.at("never_ran"), ElementsAre("new\xEF\xBF\xBD"));
  const auto& unsteady = root.at("cases").at(1);
  EXPECT_EQ(unsteady.at("failures"), 10);
  EXPECT_EQ(unsteady.at("passes"), 30);
  EXPECT_EQ(unsteady.at("rate"), 0.25);
  EXPECT_EQ(unsteady.at("trend"), "rising");
  EXPECT_FALSE(unsteady.contains("slower"));
  EXPECT_EQ(root.at("cases").at(2).at("slower").at("factor"), 2.5);
  EXPECT_EQ(root.at("cases").at(3).at("unit"), "unit");
  EXPECT_EQ(root.at("cases").at(3).at("skips"), 40);
}

}  // namespace
}  // namespace parallel_testing::tools
