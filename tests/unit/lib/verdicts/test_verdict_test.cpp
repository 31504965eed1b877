// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "verdicts/test_verdict.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <utility>

namespace parallel_testing {
namespace {

using adapter::framework;
using testing::HasSubstr;

seen_cases one_that_ended() {
  seen_cases seen;
  seen.expects_one = true;
  seen.ended = 1;
  seen.all_skipped = false;
  return seen;
}

using judgement = std::pair<verdict, failure_site>;

constexpr judgement passes{verdict::pass, failure_site::test};
constexpr judgement is_skipped{verdict::skip, failure_site::test};
constexpr judgement fails{verdict::fail, failure_site::test};

constexpr judgement is_broken(verdict how) {
  return {how, failure_site::program};
}

judgement judgement_of(const seen_cases& seen, std::optional<int> status,
                       framework kind = framework::googletest) {
  const judged_test judged = judge_test(seen, kind, status);
  return {judged.how, judged.where};
}

TEST(test_verdict, a_case_that_ended_well_in_a_program_that_did_passes) {
  EXPECT_EQ(judgement_of(one_that_ended(), 0), passes);
  EXPECT_EQ(judgement_of(one_that_ended(), std::nullopt), passes);
}

TEST(test_verdict, C80_another_status_than_0_breaks_a_passed_case) {
  EXPECT_EQ(judgement_of(one_that_ended(), 3), is_broken(verdict::fail));
  const judged_test judged =
      judge_test(one_that_ended(), framework::googletest, 3);
  EXPECT_TRUE(judged.is_broken());
  EXPECT_EQ(judged.why,
            "the test was passed, but the program ended with "
            "status 3");
}

TEST(test_verdict, C80_an_end_in_the_middle_breaks_a_case_with_any_status) {
  seen_cases seen = one_that_ended();
  seen.running = "A.B";
  for (const int status : {0, 1, 4, 77}) {
    const judged_test judged = judge_test(seen, framework::catch2, status);
    EXPECT_EQ(judged.how, verdict::crash);
    EXPECT_TRUE(judged.is_broken());
    EXPECT_THAT(judged.why, HasSubstr("in the middle of the test 'A.B'"));
  }
}

TEST(test_verdict, C80_an_end_in_a_tear_down_breaks_a_case) {
  seen_cases seen = one_that_ended();
  seen.is_in_round = true;
  EXPECT_EQ(judgement_of(seen, 0), is_broken(verdict::fail));
  EXPECT_EQ(judge_test(seen, framework::googletest, 0).why,
            "the program ended with status 0 while the test framework still "
            "ran");
  seen.ended = 0;
  EXPECT_EQ(judgement_of(seen, 0), is_broken(verdict::not_run));
}

TEST(test_verdict, C80_an_end_before_the_framework_breaks_a_case) {
  seen_cases seen;
  seen.expects_one = seen.is_awaited = true;
  EXPECT_EQ(judgement_of(seen, 0), is_broken(verdict::not_run));
  EXPECT_EQ(judgement_of(seen, 1), is_broken(verdict::not_run));
  seen.is_awaited = false;
  EXPECT_EQ(judgement_of(seen, 0), is_broken(verdict::not_run));
}

TEST(test_verdict, a_failure_decides_whatever_the_status) {
  seen_cases seen = one_that_ended();
  seen.has_failed = true;
  seen.reason = "1 == 2";
  EXPECT_EQ(judgement_of(seen, 0), fails);
  EXPECT_EQ(judgement_of(seen, 1), fails);
  seen.failed_around = true;
  EXPECT_EQ(judgement_of(seen, 1),
            judgement(verdict::fail, failure_site::around));
  EXPECT_EQ(judge_test(seen, framework::googletest, 1).why, "1 == 2");
}

TEST(test_verdict, a_skip_counts_in_a_program_that_ended_as_skips_do) {
  seen_cases seen = one_that_ended();
  seen.all_skipped = true;
  EXPECT_EQ(judgement_of(seen, 0), is_skipped);
  EXPECT_EQ(judgement_of(seen, 4), is_broken(verdict::fail));
  EXPECT_EQ(judgement_of(seen, 4, framework::catch2), is_skipped);
  EXPECT_EQ(judgement_of(seen, 3, framework::catch2), is_broken(verdict::fail));
}

TEST(test_verdict, a_program_of_many_cases_has_its_own_exit_code) {
  seen_cases seen;
  seen.ended = 5;
  seen.all_skipped = false;
  EXPECT_EQ(judgement_of(seen, 3), passes);
  seen.ended = 0;
  EXPECT_EQ(judgement_of(seen, 0), passes);
}

}  // namespace
}  // namespace parallel_testing
