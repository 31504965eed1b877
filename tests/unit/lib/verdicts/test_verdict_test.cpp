// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "verdicts/test_verdict.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

test_verdict verdict_of(const seen_cases& seen, std::optional<int> status,
                        framework kind = framework::googletest) {
  return judge_test(seen, kind, status).how;
}

TEST(test_verdict, a_case_that_ended_well_in_a_program_that_did_passes) {
  EXPECT_EQ(verdict_of(one_that_ended(), 0), test_verdict::passed);
  EXPECT_EQ(verdict_of(one_that_ended(), std::nullopt), test_verdict::passed);
}

TEST(test_verdict, C80_another_status_than_0_breaks_a_passed_case) {
  const judged_test judged =
      judge_test(one_that_ended(), framework::googletest, 3);
  EXPECT_EQ(judged.how, test_verdict::broken);
  EXPECT_EQ(judged.why,
            "the test was passed, but the program ended with "
            "status 3");
}

TEST(test_verdict, C80_an_end_in_the_middle_breaks_a_case_with_any_status) {
  seen_cases seen = one_that_ended();
  seen.running = "A.B";
  for (const int status : {0, 1, 4, 77}) {
    const judged_test judged = judge_test(seen, framework::catch2, status);
    EXPECT_EQ(judged.how, test_verdict::broken);
    EXPECT_THAT(judged.why, HasSubstr("in the middle of the test 'A.B'"));
  }
}

TEST(test_verdict, C80_an_end_in_a_tear_down_breaks_a_case) {
  seen_cases seen = one_that_ended();
  seen.is_in_round = true;
  EXPECT_EQ(judge_test(seen, framework::googletest, 0).why,
            "the program ended with status 0 while the test framework still "
            "ran");
}

TEST(test_verdict, C80_an_end_before_the_framework_breaks_a_case) {
  seen_cases seen;
  seen.expects_one = seen.is_awaited = true;
  EXPECT_EQ(verdict_of(seen, 0), test_verdict::broken);
  EXPECT_EQ(verdict_of(seen, 1), test_verdict::broken);
  seen.is_awaited = false;
  EXPECT_EQ(verdict_of(seen, 0), test_verdict::broken);
}

TEST(test_verdict, a_failure_decides_whatever_the_status) {
  seen_cases seen = one_that_ended();
  seen.has_failed = true;
  seen.reason = "1 == 2";
  EXPECT_EQ(verdict_of(seen, 0), test_verdict::failed);
  EXPECT_EQ(verdict_of(seen, 1), test_verdict::failed);
  seen.failed_around = true;
  EXPECT_EQ(verdict_of(seen, 1), test_verdict::failed_around);
  EXPECT_EQ(judge_test(seen, framework::googletest, 1).why, "1 == 2");
}

TEST(test_verdict, a_skip_counts_in_a_program_that_ended_as_skips_do) {
  seen_cases seen = one_that_ended();
  seen.all_skipped = true;
  EXPECT_EQ(verdict_of(seen, 0), test_verdict::skipped);
  EXPECT_EQ(verdict_of(seen, 4), test_verdict::broken);
  EXPECT_EQ(verdict_of(seen, 4, framework::catch2), test_verdict::skipped);
  EXPECT_EQ(verdict_of(seen, 3, framework::catch2), test_verdict::broken);
}

TEST(test_verdict, a_program_of_many_cases_has_its_own_exit_code) {
  seen_cases seen;
  seen.ended = 5;
  seen.all_skipped = false;
  EXPECT_EQ(verdict_of(seen, 3), test_verdict::passed);
  seen.ended = 0;
  EXPECT_EQ(verdict_of(seen, 0), test_verdict::passed);
}

}  // namespace
}  // namespace parallel_testing
