// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shared_process/forked_cases.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/forked_child.hpp"

namespace parallel_testing {
namespace {

using testing::HasSubstr;

forked_end ended(verdict how) {
  forked_end seen;
  seen.how = how;
  seen.is_complete = true;
  return seen;
}

constexpr process_end killed{process_end::kind::signal, SIGKILL};

TEST(judge_fork, C101_a_case_that_ended_has_the_verdict_of_its_framework) {
  for (const verdict how : {verdict::pass, verdict::fail, verdict::skip}) {
    forked_end seen = ended(how);
    seen.message = "why";
    seen.end.number = how == verdict::fail ? 1 : 0;
    EXPECT_EQ(judge_fork(seen).how, how);
    EXPECT_EQ(judge_fork(seen).message, "why");
    EXPECT_EQ(judge_fork(seen).afterwards, "");
  }
}

TEST(judge_fork, C101_a_case_without_an_end_has_crashed) {
  forked_end seen;
  seen.end = killed;
  EXPECT_EQ(judge_fork(seen).how, verdict::crash);
  EXPECT_EQ(judge_fork(seen).message, "signal SIGKILL");
  seen.afterwards = "the program ended with status 0 in the middle of it";
  EXPECT_EQ(judge_fork(seen).message, seen.afterwards);
}

TEST(judge_fork, C101_a_case_at_its_limit_has_timed_out_even_if_it_ended) {
  forked_end seen = ended(verdict::pass);
  seen.end = killed;
  seen.limit_seconds = 0.5;
  EXPECT_EQ(judge_fork(seen).how, verdict::timeout);
  EXPECT_EQ(judge_fork(seen).message, "it exceeded its time limit of 0.5 s");
}

TEST(judge_fork, C101_a_bad_end_after_the_case_fails_it) {
  forked_end seen = ended(verdict::pass);
  seen.end.number = 3;
  EXPECT_EQ(judge_fork(seen).afterwards,
            "the test was passed, but the program ended with status 3");
  seen.end = killed;
  EXPECT_EQ(judge_fork(seen).afterwards,
            "the program ended outside its cases, signal SIGKILL");
  seen.is_complete = false;
  EXPECT_THAT(judge_fork(seen).afterwards,
              HasSubstr("while its test framework still ran"));
  seen.end = {};
  EXPECT_THAT(judge_fork(seen).afterwards, HasSubstr("exit code 0"));
}

/// What `act` reports, and how its process ended.
forked_end end_of(forked_cases& forks, void (*act)(case_report&),
                  double limit_seconds = 0) {
  if (forks.run(limit_seconds)) {
    act(forks.report());
    ::_exit(0);
  }
  return forks.last();
}

TEST(forked_cases, C101_report_one_after_the_other) {
  forked_cases forks({});
  const forked_end first = end_of(forks, [](case_report& report) {
    report.end_case(verdict::fail, 17, "a reason");
    report.fail_process("a tear-down");
    report.complete();
  });
  EXPECT_EQ(first.how, verdict::fail);
  EXPECT_EQ(first.duration_ns, 17);
  EXPECT_EQ(first.message, "a reason");
  EXPECT_EQ(first.afterwards, "a tear-down");
  EXPECT_TRUE(first.is_complete);
  const forked_end second =
      end_of(forks, [](case_report&) { ::raise(SIGKILL); });
  EXPECT_EQ(second.how, std::nullopt);
  EXPECT_EQ(to_text(second.end), "signal SIGKILL");
  EXPECT_EQ(second.afterwards, "");
  EXPECT_FALSE(second.is_complete);
}

TEST(forked_cases, several_tests_of_one_name_are_one_case) {
  forked_cases forks({});
  const forked_end skipped = end_of(forks, [](case_report& report) {
    report.end_case(verdict::skip, 1, "not here");
    report.end_case(verdict::pass, 2, "");
  });
  EXPECT_EQ(skipped.how, verdict::pass);
  EXPECT_EQ(skipped.duration_ns, 3);
  const forked_end failed = end_of(forks, [](case_report& report) {
    report.end_case(verdict::fail, 1, "first");
    report.end_case(verdict::pass, 2, "");
  });
  EXPECT_EQ(failed.how, verdict::fail);
  EXPECT_EQ(failed.message, "first");
}

TEST(judge_fork, a_program_that_ends_before_its_case_fails) {
  forked_end seen;
  seen.end = {process_end::kind::exit, 1};
  seen.afterwards = "the set-up ended the program";
  EXPECT_EQ(judge_fork(seen).how, verdict::fail);
  EXPECT_EQ(judge_fork(seen).message, seen.afterwards);
  seen.has_begun = true;
  EXPECT_EQ(judge_fork(seen).how, verdict::crash);
  seen.has_begun = false;
  seen.afterwards = "";
  EXPECT_EQ(judge_fork(seen).how, verdict::crash);
}

TEST(forked_cases, C101_end_at_their_limit) {
  forked_cases forks({});
  constexpr double soon = 0.01;
  const forked_end seen = end_of(
      forks, [](case_report&) { ::pause(); }, soon);
  EXPECT_EQ(seen.limit_seconds, soon);
  EXPECT_EQ(to_text(seen.end), "signal SIGKILL");
}

TEST(forked_cases, C101_no_handler_of_the_program_waits_for_them) {
  unit::forked_child child([](unit::parent& test) {
    ::signal(SIGCHLD, [](int) {
      while (::waitpid(-1, nullptr, WNOHANG) > 0) {
      }
    });
    const auto handler = ::signal(SIGCHLD, SIG_IGN);
    ::signal(SIGCHLD, handler);
    {
      forked_cases forks({});
      if (forks.run(0)) {
        const auto own = ::signal(SIGCHLD, SIG_DFL);
        ::_exit(own == handler ? 5 : 6);
      }
      test.tell(to_text(forks.last().end));
    }
    test.tell(::signal(SIGCHLD, SIG_DFL) == handler ? "restored" : "lost");
  });
  EXPECT_EQ(child.receive(), "exit code 5");
  EXPECT_EQ(child.receive(), "restored");
}

}  // namespace
}  // namespace parallel_testing
