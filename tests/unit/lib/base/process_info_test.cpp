// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/process_info.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "support/forked_child.hpp"

namespace parallel_testing {
namespace {

using testing::MatchesRegex;
using unit::forked_child;
using unit::parent;

TEST(process_token, is_the_same_whoever_asks) {
  const std::string mine = process_token(::getpid());
  EXPECT_THAT(mine, MatchesRegex("[0-9]+\\.[0-9]+"));
  forked_child child(
      [](parent& test) { test.tell(process_token(::getppid())); });
  EXPECT_EQ(child.receive(), mine);
}

TEST(process_token, is_not_confused_by_the_name_of_a_program) {
  forked_child child([](parent& test) {
    ::prctl(PR_SET_NAME, ") 1 (2 3) R");
    test.tell("named");
    test.wait();
  });
  const std::string before = process_token(child.pid());
  EXPECT_EQ(child.receive(), "named");
  EXPECT_EQ(process_token(child.pid()), before);
}

TEST(pending_signals, are_those_that_wait_to_be_handled) {
  forked_child child([](parent& test) {
    sigset_t blocked;
    ::sigfillset(&blocked);
    ::sigprocmask(SIG_BLOCK, &blocked, nullptr);
    test.tell("blocked");
    test.wait();
  });
  EXPECT_EQ(child.receive(), "blocked");
  EXPECT_EQ(pending_signals(child.pid()), 0U);
  ::kill(child.pid(), SIGUSR2);
  ::kill(child.pid(), SIGHUP);
  EXPECT_EQ(pending_signals(child.pid()),
            (1U << (SIGUSR2 - 1)) | (1U << (SIGHUP - 1)));
}

TEST(number_in_status, is_0_for_what_does_not_exist) {
  EXPECT_EQ(number_in_status(::getpid(), "Tgid"),
            static_cast<std::uint64_t>(::getpid()));
  EXPECT_EQ(number_in_status(0, "Tgid"),
            static_cast<std::uint64_t>(::getpid()));
  EXPECT_EQ(number_in_status(::getpid(), "Tgi"), 0U);
  EXPECT_EQ(number_in_status(greatest_process_id + 1, "Tgid"), 0U);
}

TEST(is_alive, is_true_until_the_process_ends) {
  forked_child child([](parent& test) { test.wait(); });
  const std::string token = process_token(child.pid());
  EXPECT_TRUE(is_alive(token));
  child.kill();
  EXPECT_FALSE(is_alive(token));
}

TEST(is_alive, is_false_for_another_process_with_the_same_number) {
  const std::string mine = process_token(::getpid());
  EXPECT_TRUE(is_alive(mine));
  EXPECT_FALSE(is_alive(mine + "0"));
}

TEST(is_alive, C74_is_false_for_garbage) {
  for (const char* token : {"", ".", "0", "0.0", "-1.5", "abc", "99999999.1"}) {
    EXPECT_FALSE(is_alive(token)) << token;
  }
}

TEST(process_status, C74_is_read_after_a_command_with_blanks_and_parentheses) {
  const process_status read = parse_stat(
      "4711 (a) b (c) S 42 4711 4711 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 "
      "9 10");
  EXPECT_EQ(read.pid, 4711);
  EXPECT_EQ(read.parent, 42);
  EXPECT_EQ(read.state, 'S');
  EXPECT_EQ(read.flags, 4194560U);
  EXPECT_EQ(read.start_time, "9");
}

TEST(process_status, C74_has_no_process_where_the_text_is_not_a_status) {
  for (const char* text : {"", "4711", "x (a) S 1 2 3 4 5 6", "1 (a)",
                           "1 (a) SS 1 2 3 4 5 6", "1 (a) S 1"}) {
    EXPECT_EQ(parse_stat(text).pid, 0) << text;
  }
}

/// In a process without children, what `act` changes about that.
std::string children_after(void (*act)()) {
  forked_child child([&](parent& test) {
    std::string seen = may_have_had_children() ? "had " : "";
    act();
    seen += may_have_had_children() ? "may" : "none";
    seen += has_children() ? " has" : " has none";
    test.tell(seen);
  });
  return child.receive();
}

TEST(may_have_had_children, is_false_only_if_there_was_none) {
  EXPECT_EQ(children_after([] {}), "none has none");
  EXPECT_EQ(children_after([] {
              if (::fork() == 0) {
                ::_exit(0);
              }
            }),
            "may has");
  EXPECT_EQ(children_after([] {
              const pid_t ended = ::fork();
              if (ended == 0) {
                ::_exit(0);
              }
              ::waitpid(ended, nullptr, 0);
            }),
            "may has none");
  EXPECT_EQ(children_after([] {
              const pid_t ended = ::vfork();
              if (ended == 0) {
                ::_exit(0);
              }
              ::waitpid(ended, nullptr, 0);
            }),
            "may has none");
  EXPECT_EQ(children_after([] { ::signal(SIGCHLD, SIG_IGN); }), "may has none");
}

TEST(own_executable, is_the_absolute_path_of_the_program) {
  EXPECT_EQ(own_executable(), std::filesystem::canonical("/proc/self/exe"));
}

}  // namespace
}  // namespace parallel_testing
