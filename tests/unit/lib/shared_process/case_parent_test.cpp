// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shared_process/case_parent.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <unistd.h>

#include <functional>

#include "base/process_info.hpp"
#include "shared_process/unit_verdict.hpp"
#include "support/forked_child.hpp"
#include "support/scratch.hpp"

namespace parallel_testing {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using unit::forked_child;
using unit::parent;

using todo_list = std::vector<std::size_t>;

struct supervised : testing::Test {
  using work = std::function<void(const todo_list&, parent&)>;

  unit::scratch place;
  unit_record cases{"Orders",
                    {{"Orders.A", "Orders.A", "/src/a.cpp", 7},
                     {"Orders.B", "Orders.B", "/src/a.cpp", 9},
                     {"Orders.C", "Orders.C", "", 0}},
                    skips::are_fine};
  case_board board{3};
  bool is_launched = false;

  /// A process that watches over others which do `given` and leave with 0.
  forked_child start(const work& given) {
    return forked_child([&, given](parent& test) {
      if (is_launched) {
        const std::string token = std::to_string(::getpid()) + " 1.1";
        ::setenv("PARALLEL_TESTING_SUPERVISED", token.c_str(), 1);
      }
      const int errors = ::open(place.path("errors").c_str(),
                                O_WRONLY | O_CREAT | O_APPEND, 0600);
      ::dup2(errors, STDERR_FILENO);
      const todo_list todo =
          run_in_children(adapter::framework::googletest, cases, board);
      note(std::to_string(todo.size()));
      given(todo, test);
      ::_exit(0);
    });
  }

  int run(const work& given) { return start(given).finish(); }

  void note(const std::string& text) {
    const int file = ::open(place.path("notes").c_str(),
                            O_WRONLY | O_CREAT | O_APPEND, 0600);
    const std::string line = text + ";";
    EXPECT_GT(::write(file, line.data(), line.size()), 0);
    ::close(file);
  }

  /// How many cases each of the processes was given.
  std::string processes() const {
    return unit::content_of(place.path("notes"));
  }
  std::string errors() const { return unit::content_of(place.path("errors")); }

  void pass(std::size_t at) {
    board.begin(at);
    board.end(at, verdict::pass);
  }
};

TEST_F(supervised, passes_when_all_cases_do) {
  EXPECT_EQ(run([&](const todo_list& todo, parent&) {
              for (const std::size_t at : todo) pass(at);
            }),
            0);
  EXPECT_EQ(processes(), "3;");
  EXPECT_EQ(errors(), "");
}

TEST_F(supervised, C08_is_skipped_when_all_cases_are) {
  EXPECT_EQ(run([&](const todo_list& todo, parent&) {
              for (const std::size_t at : todo) {
                board.begin(at);
                board.end(at, verdict::skip);
              }
            }),
            skipped_status);
}

TEST_F(supervised, names_each_case_that_failed) {
  EXPECT_EQ(run([&](const todo_list&, parent&) {
              pass(0);
              board.begin(1);
              board.end(1, verdict::fail);
              pass(2);
              ::_exit(1);
            }),
            1);
  EXPECT_EQ(errors(), "parallel-testing: failed: Orders.B (/src/a.cpp:9)\n");
}

TEST_F(supervised, C101_starts_a_process_for_each_case_that_is_put_off) {
  cases.is_isolated = true;
  EXPECT_EQ(run([&](const todo_list& todo, parent&) {
              if (!board.is_split()) {
                board.split();
                return;
              }
              pass(todo.front());
            }),
            0);
  EXPECT_EQ(processes(), "3;1;1;1;");
  EXPECT_EQ(errors(), "");
}

TEST_F(supervised, C101_names_the_end_of_the_forked_process_of_a_case) {
  EXPECT_EQ(run([&](const todo_list&, parent&) {
              pass(0);
              board.begin(1);
              board.note_end(1, {process_end::kind::signal, SIGSEGV});
              board.end(1, verdict::crash);
              board.begin(2);
              board.end(2, verdict::timeout);
            }),
            1);
  EXPECT_EQ(errors(),
            "parallel-testing: crashed: Orders.B, signal SIGSEGV "
            "(/src/a.cpp:9)\nparallel-testing: timed out: Orders.C\n");
}

TEST_F(supervised, C101_a_started_case_alone_fails_for_what_it_left) {
  cases.is_isolated = is_launched = true;
  EXPECT_EQ(run([&](const todo_list& todo, parent&) {
              if (!board.is_split()) {
                board.split();
                return;
              }
              pass(todo.front());
              if (todo.front() == 1 && ::fork() == 0) {
                ::pause();
              }
            }),
            1);
  EXPECT_EQ(board.verdict_of(0), verdict::pass);
  EXPECT_EQ(board.verdict_of(1), verdict::leak);
  EXPECT_EQ(board.verdict_of(2), verdict::pass);
  EXPECT_THAT(errors(), HasSubstr("'Orders.B' left processes behind"));
  EXPECT_THAT(errors(), HasSubstr("left processes behind: Orders.B (/src"));
}

TEST_F(supervised, C32_lets_the_rest_run_after_a_crash) {
  EXPECT_EQ(run([&](const todo_list& todo, parent&) {
              for (const std::size_t at : todo) {
                if (at == 1) {
                  board.begin(at);
                  ::raise(SIGKILL);
                }
                pass(at);
              }
            }),
            1);
  EXPECT_EQ(processes(), "3;1;");
  EXPECT_EQ(board.verdict_of(1), verdict::crash);
  EXPECT_EQ(board.verdict_of(2), verdict::pass);
  EXPECT_THAT(errors(), HasSubstr("'Orders.B' crashed: signal SIGKILL"));
  EXPECT_THAT(errors(), HasSubstr("1 test case did not run yet"));
}

TEST_F(supervised, C32_every_case_that_crashes_costs_itself_only) {
  EXPECT_EQ(run([&](const todo_list& todo, parent&) {
              board.begin(todo.front());
              ::_exit(0);
            }),
            1);
  EXPECT_EQ(processes(), "3;2;1;");
  for (std::size_t at = 0; at < 3; ++at) {
    EXPECT_EQ(board.verdict_of(at), verdict::crash);
  }
}

TEST_F(supervised, C32_a_crash_outside_of_cases_fails_and_lets_the_rest_run) {
  EXPECT_EQ(run([&](const todo_list& todo, parent&) {
              pass(todo.front());
              if (todo.size() == 3) ::raise(SIGKILL);
              for (const std::size_t at : todo) pass(at);
            }),
            1);
  EXPECT_EQ(processes(), "3;2;");
  EXPECT_THAT(errors(), HasSubstr("outside its cases, signal SIGKILL"));
}

TEST_F(supervised, C32_a_crash_before_any_case_costs_one) {
  EXPECT_EQ(run([&](const todo_list& todo, parent&) {
              if (todo.front() == 0) ::raise(SIGKILL);
              for (const std::size_t at : todo) pass(at);
            }),
            1);
  EXPECT_EQ(processes(), "3;2;");
  EXPECT_EQ(board.verdict_of(0), verdict::crash);
  EXPECT_EQ(board.verdict_of(2), verdict::pass);
}

TEST_F(supervised, fails_for_cases_that_nobody_runs) {
  EXPECT_EQ(run([&](const todo_list& todo, parent&) {
              if (todo.size() == 3) pass(1);
            }),
            1);
  EXPECT_EQ(processes(), "3;2;");
  EXPECT_THAT(errors(), HasSubstr("did not run: Orders.A, the program ended "
                                  "without running it (/src/a.cpp:7)"));
  EXPECT_THAT(errors(), HasSubstr("did not run: Orders.C,"));
  EXPECT_THAT(errors(), Not(HasSubstr("Orders.B")));
}

TEST_F(supervised, does_not_try_again_what_was_refused) {
  EXPECT_EQ(run([&](const todo_list&, parent&) {
              board.refuse();
              ::_exit(1);
            }),
            1);
  EXPECT_EQ(processes(), "3;");
}

TEST_F(supervised, C36_a_signal_reaches_the_case_and_nothing_runs_after_it) {
  forked_child watching = start([&](const todo_list&, parent& test) {
    pass(0);
    board.begin(1);
    test.tell("waiting");
    for (;;) ::pause();
  });
  EXPECT_EQ(watching.receive(), "waiting");
  ::kill(watching.pid(), SIGTERM);
  EXPECT_EQ(watching.finish(), -SIGTERM);
  EXPECT_EQ(processes(), "3;");
  EXPECT_THAT(errors(), HasSubstr("'Orders.B' crashed: signal SIGTERM"));
}

TEST_F(supervised, C37_a_program_may_handle_a_signal_and_go_on) {
  forked_child watching = start([&](const todo_list& todo, parent& test) {
    sigset_t handled;
    ::sigemptyset(&handled);
    ::sigaddset(&handled, SIGUSR1);
    ::sigprocmask(SIG_BLOCK, &handled, nullptr);
    test.tell("waiting");
    int number = 0;
    ::sigwait(&handled, &number);
    for (const std::size_t at : todo) pass(at);
  });
  EXPECT_EQ(watching.receive(), "waiting");
  ::kill(watching.pid(), SIGUSR1);
  EXPECT_EQ(watching.finish(), 0);
}

TEST_F(supervised, C71_dies_as_a_whole) {
  forked_child watching = start([&](const todo_list&, parent& test) {
    test.tell(process_token(::getpid()));
    for (;;) ::pause();
  });
  const std::string running = watching.receive();
  EXPECT_TRUE(is_alive(running));
  watching.kill();
  // The end of the pipe: nobody is left to write to it.
  EXPECT_EQ(watching.receive(), "");
}

TEST_F(supervised, leaves_signals_and_parents_as_they_were) {
  const std::string launcher = std::to_string(::getpid());
  EXPECT_EQ(run([&](const todo_list& todo, parent&) {
              struct sigaction now {};
              ::sigaction(SIGTERM, nullptr, &now);
              const bool is_good =
                  now.sa_handler == SIG_DFL &&
                  std::to_string(launching_process()) == launcher;
              if (is_good) {
                for (const std::size_t at : todo) pass(at);
              }
            }),
            0);
}

TEST_F(supervised, writes_a_crash_into_the_event_log) {
  const std::string log = place.path("events");
  EXPECT_EQ(run([&](const todo_list& todo, parent&) {
              board.introduce(log, "run1", "gw3");
              board.begin(todo.front());
              ::_exit(4);
            }),
            1);
  EXPECT_THAT(
      unit::content_of(log),
      testing::AllOf(
          HasSubstr("\"event\":\"case_crash\""),
          HasSubstr("\"run\":\"run1\",\"worker\":\"gw3\""),
          HasSubstr("\"test\":\"Orders.A\",\"file\":\"/src/a.cpp\",\"line\":7"),
          HasSubstr("\"message\":\"exit code 4\"")));
}

TEST_F(supervised, stays_one_process_under_a_debugger) {
  forked_child watching([&](parent& test) {
    ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
    const pid_t before = ::getpid();
    const todo_list todo =
        run_in_children(adapter::framework::googletest, cases, board);
    test.tell(::getpid() == before && todo.size() == 3 ? "one" : "several");
  });
  EXPECT_EQ(watching.receive(), "one");
  EXPECT_EQ(watching.finish(), 0);
}

}  // namespace
}  // namespace parallel_testing
