// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/retried_cases.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "lib/src/discovery/passed_cases.hpp"

namespace parallel_testing::run_command {
namespace {

tools::test_result case_of_unit(const std::string& name, std::int64_t unit,
                                tools::verdict how, std::int64_t round = 1) {
  tools::test_result result;
  result.number = unit;
  result.unit = "unit";
  result.name = name;
  result.attempts.emplace_back();
  result.attempts.back().outcome = how;
  result.attempts.back().round = round;
  return result;
}

tools::run_result first_round() {
  tools::run_result result;
  result.tests = {case_of_unit("A", 1, tools::verdict::pass),
                  case_of_unit("B", 1, tools::verdict::fail),
                  case_of_unit("C", 2, tools::verdict::pass),
                  case_of_unit("D", 3, tools::verdict::pass)};
  return result;
}

TEST(retried_cases, leave_out_those_that_passed_in_this_round) {
  tools::run_result result = first_round();
  const std::string text =
      passed_cases_of(result, {{1, "@units:10"}, {2, "@units:20"}}, 1);
  EXPECT_EQ(text, passed_cases_line("@units:10", {"A"}) +
                      passed_cases_line("@units:20", {"C"}));
  EXPECT_EQ(passed_cases_of(result, {{1, "@units:10"}}, 2), "");
}

TEST(retried_cases, C101_leave_out_what_passed_beside_a_case_that_leaked) {
  tools::run_result result = first_round();
  result.tests[1].attempts.back().outcome = tools::verdict::leak;
  result.tests[1].attempts.back().message = "left behind: sleep";
  result.tests[1].left_behind = {"sleep"};
  EXPECT_EQ(passed_cases_of(result, {{1, "@units:10"}}, 1),
            passed_cases_line("@units:10", {"A"}));
  // The unit also left one.
  result.tests[1].left_behind = {"sleep", "server"};
  EXPECT_EQ(passed_cases_of(result, {{1, "@units:10"}}, 1), "");
}

TEST(retried_cases, C101_all_of_a_unit_run_again_when_it_left_processes) {
  tools::run_result result = first_round();
  // The first of its cases stands for the unit.
  result.tests[0].left_behind = {"sleep"};
  EXPECT_EQ(passed_cases_of(result, {{1, "@units:10"}, {2, "@units:20"}}, 1),
            passed_cases_line("@units:20", {"C"}));
}

}  // namespace
}  // namespace parallel_testing::run_command
