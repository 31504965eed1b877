// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ranks/rank_verdict.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <string>
#include <utility>
#include <vector>

namespace parallel_testing::launcher {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

ranks_end adapter_end(int status = 0) {
  return {status, false, true, "A.b", "mpiexec"};
}

rank_record rank_with_case(std::optional<verdict> outcome,
                           std::string message = "") {
  rank_record result;
  result.pid = 7;
  rank_case ran;
  ran.name = "A.b";
  ran.outcome = outcome;
  ran.message = std::move(message);
  ran.duration_ns = 5;
  result.cases.push_back(ran);
  return result;
}

rank_record passed_rank() {
  rank_record result = rank_with_case(verdict::pass);
  result.judged = judged_test{};
  result.end = rank_end{};
  return result;
}

rank_record failed_rank(const std::string& why) {
  rank_record result = rank_with_case(verdict::fail, why);
  result.judged = judged_test{verdict::fail, why, failure_site::test};
  result.end = rank_end{rank_end::kind::exit, 1, 10, false};
  return result;
}

rank_record asked_rank() {
  rank_record result = rank_with_case(std::nullopt);
  result.end = rank_end{rank_end::kind::signal, SIGTERM, 30, true};
  return result;
}

TEST(rank_verdict, C111_is_a_pass_if_all_ranks_passed) {
  const auto found = judge_ranks({passed_rank(), passed_rank()}, adapter_end());
  EXPECT_EQ(found.judged.how, verdict::pass);
  EXPECT_THAT(found.of_ranks, ElementsAre("pass", "pass"));
  EXPECT_THAT(found.failed, IsEmpty());
  ASSERT_THAT(found.cases, SizeIs(1));
  EXPECT_THAT(found.cases[0].of_ranks, ElementsAre("pass", "pass"));
  EXPECT_EQ(found.cases[0].worst, rank_outcome::pass);
  EXPECT_EQ(found.cases[0].as_seen.duration_ns, 5);
}

TEST(rank_verdict, C111_names_the_rank_that_failed) {
  const auto found =
      judge_ranks({passed_rank(), failed_rank("odd")}, adapter_end());
  EXPECT_EQ(found.judged.how, verdict::fail);
  EXPECT_EQ(found.judged.why, "rank 1 of 2: odd");
  EXPECT_EQ(found.judged.where, failure_site::test);
  EXPECT_THAT(found.failed, ElementsAre(1));
  EXPECT_EQ(found.cases[0].message, "rank 1: odd");
  EXPECT_THAT(found.cases[0].of_ranks, ElementsAre("pass", "fail"));
}

TEST(rank_verdict, C111_names_the_rank_that_crashed_and_not_the_others) {
  rank_record crashed = rank_with_case(std::nullopt);
  crashed.end = rank_end{rank_end::kind::signal, SIGSEGV, 20, false};
  const auto found = judge_ranks({asked_rank(), crashed}, adapter_end(139));
  EXPECT_EQ(found.judged.how, verdict::crash);
  EXPECT_THAT(found.judged.why,
              HasSubstr("rank 1 of 2: crashed with signal 11"));
  EXPECT_THAT(found.judged.why, HasSubstr("in 'A.b'"));
  EXPECT_TRUE(found.judged.is_broken());
  EXPECT_THAT(found.failed, ElementsAre(1));
  EXPECT_EQ(found.cases[0].worst, rank_outcome::crash);
  EXPECT_THAT(found.cases[0].of_ranks, ElementsAre("ended", "crash"));
}

TEST(rank_verdict, C111_puts_the_first_failure_first) {
  rank_record later = failed_rank("later");
  later.end->at_ns = 99;
  const auto found =
      judge_ranks({later, failed_rank("sooner")}, adapter_end(1));
  EXPECT_EQ(found.judged.why, "rank 1 of 2: sooner; rank 0: later");
}

TEST(rank_verdict, C111_fails_if_a_rank_did_not_run_the_case) {
  rank_record idle;
  idle.pid = 9;
  idle.end = rank_end{rank_end::kind::exit, 1, 3, false};
  idle.judged =
      judged_test{verdict::fail, "'A.b' did not run", failure_site::program};
  const auto found = judge_ranks({passed_rank(), idle}, adapter_end(1));
  EXPECT_EQ(found.judged.why, "rank 1 of 2: 'A.b' did not run");
  EXPECT_TRUE(found.judged.is_broken());
  EXPECT_THAT(found.cases[0].of_ranks, ElementsAre("pass", "not_run"));
  EXPECT_EQ(found.cases[0].worst, rank_outcome::not_run);
  EXPECT_EQ(found.cases[0].message, found.judged.why);
}

TEST(rank_verdict, C111_fails_if_a_rank_ended_early_with_success) {
  rank_record early = rank_with_case(std::nullopt);
  early.end = rank_end{rank_end::kind::exit, 0, 3, false};
  const auto found = judge_ranks({asked_rank(), early}, adapter_end(1));
  EXPECT_EQ(found.judged.how, verdict::crash);
  EXPECT_EQ(found.judged.why,
            "rank 1 of 2: ended early with exit code 0 in 'A.b'");
}

TEST(rank_verdict, C111_fails_if_a_rank_was_not_started) {
  const auto found = judge_ranks({passed_rank(), rank_record{}}, adapter_end());
  EXPECT_EQ(found.judged.why, "rank 1 of 2: was not started");
  EXPECT_EQ(found.judged.how, verdict::fail);
}

TEST(rank_verdict, C111_names_the_rank_that_hangs) {
  ranks_end stopped = adapter_end();
  stopped.was_stopped = true;
  const auto found = judge_ranks({passed_rank(), asked_rank()}, stopped);
  EXPECT_EQ(found.judged.how, verdict::timeout);
  EXPECT_EQ(found.judged.why, "rank 1 of 2: still ran 'A.b'");
  EXPECT_THAT(found.cases[0].of_ranks, ElementsAre("pass", "running"));
}

TEST(rank_verdict, C111_is_a_skip_only_if_all_ranks_skipped) {
  rank_record skipped = rank_with_case(verdict::skip, "no");
  skipped.judged = judged_test{verdict::skip, "no"};
  skipped.end = rank_end{};
  const auto all = judge_ranks({skipped, skipped}, adapter_end());
  EXPECT_EQ(all.judged.how, verdict::skip);
  EXPECT_EQ(all.judged.why, "no");
  EXPECT_EQ(all.cases[0].worst, rank_outcome::skip);
  const auto one = judge_ranks({passed_rank(), skipped}, adapter_end());
  EXPECT_EQ(one.judged.how, verdict::pass);
}

TEST(rank_verdict, C111_without_an_adapter_is_that_of_the_exit_codes) {
  rank_record ended;
  ended.pid = 7;
  ended.end = rank_end{rank_end::kind::exit, 3, 1, false};
  rank_record fine = ended;
  fine.end->code = 0;
  const ranks_end command = {3, false, false, "c", "mpiexec"};
  const auto found = judge_ranks({fine, ended}, command);
  EXPECT_EQ(found.judged.why, "rank 1 of 2: ended with exit code 3");
  EXPECT_EQ(found.judged.where, failure_site::test);
  EXPECT_THAT(found.cases, IsEmpty());
}

TEST(rank_verdict, C111_fails_if_only_mpiexec_fails) {
  const auto found =
      judge_ranks({passed_rank(), passed_rank()}, adapter_end(5));
  EXPECT_EQ(found.judged.how, verdict::fail);
  EXPECT_THAT(found.judged.why, HasSubstr("mpiexec ended with status 5"));
  EXPECT_EQ(found.cases[0].worst, rank_outcome::fail);
}

}  // namespace
}  // namespace parallel_testing::launcher
