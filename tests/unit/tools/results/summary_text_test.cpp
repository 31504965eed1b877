// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "results/summary_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace parallel_testing::tools {
namespace {

using testing::HasSubstr;
using testing::Not;

test_result ended(const std::string& name, verdict outcome,
                  const std::string& message = "") {
  test_result test;
  test.name = name;
  test.attempts.push_back({});
  test.attempts.back().outcome = outcome;
  test.attempts.back().message = message;
  test.attempts.back().duration_ns = 1'000'000'000;
  return test;
}

run_result run_of(std::vector<test_result> tests) {
  run_result run;
  run.tests = std::move(tests);
  run.wall_ns = 500'000'000;
  run.workers = 2;
  return run;
}

TEST(problems_text, counts_tests_that_were_not_started_in_one_line) {
  std::vector<test_result> tests{
      ended("bad", verdict::fail, "1 != 2"),
      ended("gone", verdict::not_run, "Could not find executable /b/t")};
  for (int number = 0; number < 91; ++number) {
    tests.push_back(
        ended("t" + std::to_string(number), verdict::not_run, not_started));
  }
  EXPECT_EQ(problems_text(run_of(std::move(tests)), {}),
            "fail bad\n    1 != 2\n"
            "not run gone\n    Could not find executable /b/t\n"
            "not run 91 tests were not started\n");
}

TEST(problems_text, C105_has_each_test_that_may_have_run_twice) {
  test_result test = ended("a", verdict::not_run, "it may have begun on n1");
  test.attempts.back().worker = "n1.master";
  test.attempts.push_back({});
  test.attempts.back().outcome = verdict::pass;
  EXPECT_EQ(problems_text(run_of({test, ended("b", verdict::pass)}), {}),
            "again a\n    it may have begun on n1\n");
}

TEST(problems_text, C100_has_the_owner_of_a_quarantine) {
  std::vector<test_result> tests{ended("held", verdict::fail, "no file"),
                                 ended("over", verdict::crash, "SIGSEGV"),
                                 ended("good", verdict::pass)};
  tests[0].quarantine = {"held", 1, 0, "2027-03-01", "me", "issue 7"};
  tests[1].quarantine = {"over", 1, 1, "2027-03-01", "you", "issue 8"};
  tests[2].quarantine = {"good", 0, 0, "2027-03-01", "me", "issue 9"};
  const run_result run = run_of(std::move(tests));
  EXPECT_EQ(problems_text(run, {}),
            "quarantined held\n    no file\n"
            "    in quarantine until 2027-03-01, owner me: issue 7\n"
            "crash over\n    SIGSEGV\n"
            "    its quarantine was until 2027-03-01, owner you: issue 8\n");
  EXPECT_THAT(summary_text(run, {}),
              HasSubstr("1 crashed, 1 passed, 1 failed in quarantine in"));
}

TEST(problems_text, names_tests_that_were_not_started_where_few) {
  const auto never = [](const char* name) {
    return ended(name, verdict::not_run, not_started);
  };
  EXPECT_EQ(problems_text(run_of({never("a"), never("b")}), {}),
            "not run 2 tests were not started: a, b\n");
  EXPECT_EQ(problems_text(run_of({never("a")}), {}),
            "not run 1 test was not started: a\n");
}

TEST(problems_text, names_the_marker_that_ends_what_is_left_behind) {
  test_result test = ended("a", verdict::pass);
  test.left_behind = {"sleep",
                      "a process that held its output for 9.00 s "
                      "after its end"};
  const std::string text = problems_text(run_of({test}), {});
  EXPECT_THAT(text, HasSubstr("left a\n    left behind: sleep, a process that "
                              "held its output for 9.00 s after its end\n"));
  EXPECT_THAT(text, HasSubstr("mark the test `supervised`"));
}

TEST(summary_text, claims_no_speed_up_of_several_rounds) {
  run_result run = run_of({ended("a", verdict::pass)});
  EXPECT_THAT(summary_text(run, {}),
              HasSubstr("1.00 s of tests, 2.0 times as fast as one by one, "
                        "100 % of 2 workers"));
  run.tests[0].attempts.push_back(run.tests[0].attempts[0]);
  run.tests[0].attempts[1].round = 2;
  EXPECT_THAT(summary_text(run, {}),
              testing::AllOf(HasSubstr("2.00 s of tests in 2 rounds\n"),
                             Not(HasSubstr("times as fast"))));
}

}  // namespace
}  // namespace parallel_testing::tools
