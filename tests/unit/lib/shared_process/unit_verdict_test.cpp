// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shared_process/unit_verdict.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

namespace parallel_testing {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using verdicts = std::vector<std::optional<verdict>>;

constexpr verdict passed = verdict::pass;
constexpr verdict skipped = verdict::skip;
constexpr verdict failed = verdict::fail;
constexpr verdict crashed = verdict::crash;
constexpr verdict missing = verdict::not_run;
constexpr std::optional<verdict> not_run;  ///< until now

observed_process after(const verdicts& all, process_end end) {
  observed_process seen;
  seen.end = end;
  seen.verdicts = all;
  for (std::size_t at = 0; at < all.size(); ++at) seen.assigned.push_back(at);
  return seen;
}

process_end code(int number) {
  return {process_end::kind::exit, number};
}
process_end signalled(int number) {
  return {process_end::kind::signal, number};
}

TEST(unit_verdict, on_a_process_that_did_its_work_is_nothing) {
  for (const observed_process& seen :
       {after({passed, skipped}, code(0)), after({passed, failed}, code(1)),
        after({failed, failed}, code(2))}) {
    EXPECT_THAT(judge(seen).lost, IsEmpty());
    EXPECT_EQ(judge(seen).failure, "");
  }
}

TEST(unit_verdict, C32_a_crash_costs_the_running_case_alone) {
  observed_process seen = after({passed, not_run, not_run}, signalled(SIGSEGV));
  seen.running = 1;
  const unit_verdict verdict = judge(seen);
  ASSERT_THAT(verdict.lost, SizeIs(1));
  EXPECT_EQ(verdict.lost[0].at, 1U);
  EXPECT_EQ(verdict.lost[0].how, crashed);
  EXPECT_EQ(verdict.lost[0].why, "signal SIGSEGV");
  EXPECT_EQ(verdict.failure, "");
}

TEST(unit_verdict, C32_leaving_inside_a_case_is_a_crash_whatever_the_code) {
  observed_process seen = after({not_run}, code(0));
  seen.running = 0;
  EXPECT_EQ(judge(seen).lost.at(0).why, "exit code 0");
}

TEST(unit_verdict, a_crash_before_the_first_case_costs_one_case) {
  const unit_verdict verdict =
      judge(after({not_run, not_run}, signalled(SIGABRT)));
  ASSERT_THAT(verdict.lost, SizeIs(1));
  EXPECT_EQ(verdict.lost[0].at, 0U);
  EXPECT_THAT(verdict.lost[0].why,
              HasSubstr("before the case began, signal SIGABRT"));
}

TEST(unit_verdict, cases_that_a_program_left_out_twice_are_missing) {
  // After the first process, which ran one, they get a second chance.
  EXPECT_THAT(judge(after({passed, not_run}, code(0))).lost, IsEmpty());
  observed_process second = after({passed, not_run}, code(0));
  second.assigned = {1};
  ASSERT_THAT(judge(second).lost, SizeIs(1));
  EXPECT_EQ(judge(second).lost[0].how, missing);
}

TEST(unit_verdict, an_end_that_no_case_explains_fails_the_unit) {
  EXPECT_THAT(judge(after({passed}, code(3))).failure,
              HasSubstr("outside its cases, exit code 3"));
  EXPECT_THAT(judge(after({failed}, signalled(SIGKILL))).failure,
              HasSubstr("signal SIGKILL"));
  EXPECT_THAT(judge(after({skipped}, code(1))).failure,
              HasSubstr("exit code 1"));
}

TEST(unit_verdict, C08_catch2_says_by_four_that_all_were_skipped) {
  observed_process seen = after({skipped, skipped}, code(4));
  EXPECT_EQ(judge(seen).failure,
            "the program ended outside its cases, exit code 4");
  seen.kind = adapter::framework::catch2;
  EXPECT_EQ(judge(seen).failure, "");
  seen.verdicts[1] = passed;
  EXPECT_EQ(judge(seen).failure,
            "the program ended outside its cases, exit code 4");
}

TEST(unit_verdict, a_process_that_refused_said_why) {
  observed_process seen = after({not_run, not_run}, code(1));
  seen.is_refused = true;
  EXPECT_THAT(judge(seen).lost, SizeIs(2));
}

TEST(unit_status, C08_is_skipped_only_when_all_are) {
  EXPECT_EQ(unit_status({skipped, skipped}, skips::are_fine), skipped_status);
  EXPECT_EQ(unit_status({skipped, passed}, skips::are_fine), 0);
  EXPECT_EQ(unit_status({passed, passed}, skips::are_fine), 0);
  for (const std::optional<verdict> bad :
       verdicts{failed, crashed, missing, not_run}) {
    EXPECT_EQ(unit_status({skipped, bad}, skips::are_fine), 1);
    EXPECT_EQ(unit_status({passed, bad}, skips::are_fine), 1);
  }
}

TEST(unit_status, C08_fails_where_skips_are_failures) {
  EXPECT_EQ(unit_status({skipped, passed}, skips::are_failures), 1);
  EXPECT_EQ(unit_status({skipped}, skips::are_failures), 1);
  EXPECT_EQ(unit_status({passed}, skips::are_failures), 0);
}

TEST(process_end, is_named_as_people_know_it) {
  EXPECT_EQ(to_text(code(3)), "exit code 3");
  EXPECT_EQ(to_text(signalled(SIGABRT)), "signal SIGABRT");
  EXPECT_EQ(to_text(signalled(SIGRTMIN)), "signal " + std::to_string(SIGRTMIN));
}

}  // namespace
}  // namespace parallel_testing
