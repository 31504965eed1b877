// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shared_process/forked_cases.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "support/forked_child.hpp"
#include "support/scratch.hpp"

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

/// Each process must read the file from where this one is.
void expect_own_positions(int file, const char* how_it_is_opened) {
  ASSERT_EQ(::write(file, "abcdef", 6), 6) << how_it_is_opened;
  ::lseek(file, 2, SEEK_SET);
  forked_cases forks({{file, "a file"}});
  for (int round = 0; round < 2; ++round) {
    if (forks.run(0)) {
      char next = '?';
      const bool is_read = ::read(file, &next, 1) == 1 && next == 'c';
      const bool is_closed_on_exec = (::fcntl(file, F_GETFD) & FD_CLOEXEC) != 0;
      ::_exit(is_read && is_closed_on_exec ? 0 : 1);
    }
    EXPECT_EQ(to_text(forks.last().end), "exit code 0") << how_it_is_opened;
  }
  EXPECT_EQ(::lseek(file, 0, SEEK_CUR), 2) << how_it_is_opened;
  ::close(file);
}

TEST(forked_cases, C101_have_positions_of_their_own_in_open_files) {
  const unit::scratch place;
  const std::string path = place.path("file");
  const int flags = O_RDWR | O_CREAT | O_CLOEXEC;
  expect_own_positions(::open(path.c_str(), flags, 0600), "usually");
  expect_own_positions(::open(path.c_str(), flags | O_APPEND, 0600), "append");
  expect_own_positions(::open(path.c_str(), flags | O_NOFOLLOW, 0600),
                       "without following links");
#ifdef O_TMPFILE
  const int nameless =
      ::open(place.path(".").c_str(), O_RDWR | O_TMPFILE | O_CLOEXEC, 0600);
  if (nameless >= 0) {
    expect_own_positions(nameless, "without a name");
  }
#endif
  const int removed = ::open(path.c_str(), flags, 0600);
  std::filesystem::remove(path);
  expect_own_positions(removed, "and removed");
}

TEST(forked_cases, C101_read_a_directory_from_where_the_set_up_was) {
  const unit::scratch place;
  const std::string path = place.path("directory");
  std::filesystem::create_directories(path + "/inner");
  const int directory =
      ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  forked_cases forks({{directory, path}});
  for (int round = 0; round < 2; ++round) {
    if (forks.run(0)) {
      int entries = 0;
      DIR* const opened = ::fdopendir(directory);
      while (opened != nullptr && ::readdir(opened) != nullptr) {
        ++entries;
      }
      ::_exit(entries);
    }
    // ".", ".." and "inner".
    EXPECT_EQ(to_text(forks.last().end), "exit code 3") << round;
  }
  ::close(directory);
}

TEST(forked_cases, share_a_file_whose_lock_they_would_lose) {
  const unit::scratch place;
  const int file =
      ::open(place.path("file").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  EXPECT_FALSE(has_lock_of_descriptor(file));
  ASSERT_EQ(::flock(file, LOCK_EX), 0);
  EXPECT_TRUE(has_lock_of_descriptor(file));
  ::flock(file, LOCK_UN);
  struct flock of_process {};
  of_process.l_type = F_WRLCK;
  of_process.l_whence = SEEK_SET;
  ASSERT_EQ(::fcntl(file, F_SETLK, &of_process), 0);
  EXPECT_FALSE(has_lock_of_descriptor(file));
#ifdef F_OFD_SETLK
  struct flock of_descriptor {};
  of_descriptor.l_type = F_RDLCK;
  of_descriptor.l_whence = SEEK_SET;
  of_process.l_type = F_UNLCK;
  ASSERT_EQ(::fcntl(file, F_SETLK, &of_process), 0);
  ASSERT_EQ(::fcntl(file, F_OFD_SETLK, &of_descriptor), 0);
  EXPECT_TRUE(has_lock_of_descriptor(file));
#endif
  ::close(file);
}

}  // namespace
}  // namespace parallel_testing
