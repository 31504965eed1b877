// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shared_process/case_orphans.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "base/os.hpp"
#include "base/process_tree.hpp"
#include "support/forked_child.hpp"

namespace parallel_testing {
namespace {

TEST(leak_rule, C101_of_a_case_is_that_of_its_markers) {
  EXPECT_EQ(leak_rule_of({}, "").policy, leak_policy::fail);
  EXPECT_EQ(leak_rule_of({}, "allow").policy, leak_policy::allow);
  const marker_list markers = parse_markers("leak:warn;grace:2");
  EXPECT_EQ(leak_rule_of(markers, "allow").policy, leak_policy::warn);
  EXPECT_EQ(leak_rule_of(markers, "").grace, std::chrono::seconds(2));
}

enum class kind { polite, stubborn, with_zombie, forking_on_request };

/// Leaves a process without output, in its own session; its parent has ended.
void leave(kind which) {
  int ready[2];
  ASSERT_EQ(::pipe2(ready, O_CLOEXEC), 0);
  const pid_t parent = ::fork();
  if (parent == 0) {
    ::setsid();
    if (::fork() == 0) {
      const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
      for (const int fd : {STDOUT_FILENO, STDERR_FILENO}) {
        ::dup2(nothing, fd);
      }
      ::signal(SIGTERM, which == kind::stubborn ? SIG_IGN : SIG_DFL);
      if (which == kind::with_zombie) {
        const pid_t dead = ::fork();
        if (dead == 0) {
          ::_exit(0);
        }
        siginfo_t end{};
        ::waitid(P_PID, static_cast<id_t>(dead), &end, WEXITED | WNOWAIT);
      }
      if (which == kind::forking_on_request) {
        ::signal(SIGUSR1, [](int) { ::fork(); });
      }
      ::close(ready[1]);
      for (;;) {
        ::pause();
      }
    }
    ::_exit(0);
  }
  ::close(ready[1]);
  char nothing = 0;
  // Returns when the last process that has the other end has closed it.
  while (::read(ready[0], &nothing, 1) < 0 && errno == EINTR) {
  }
  ::close(ready[0]);
  ::waitpid(parent, nullptr, 0);
}

/// What `act` reports in a process that adopts what its child left, whose
/// child forks the cases: `act` runs in that one. Nothing of it is left then:
/// it would keep the locks of this test.
std::string in_unit(std::string (*act)(case_orphans&)) {
  unit::forked_child adopter([act](unit::parent& test) {
    adopt_orphans();
    const pid_t self = ::getpid();
    int ends[2];
    if (::pipe(ends) != 0) {
      test.tell("pipe failed");
      return;
    }
    const pid_t forking = ::fork();
    if (forking == 0) {
      case_orphans orphans(self);
      os::write_all(ends[1], act(orphans));
      ::_exit(0);
    }
    while (::waitpid(-1, nullptr, 0) != forking) {
    }
    // What is left has the other end open.
    std::string report(4096, '\0');
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    const ssize_t size = ::read(ends[0], report.data(), report.size());
    report.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
    while (!descendants_of(self).empty()) {
      for (const process_status& each : descendants_of(self)) {
        ::kill(each.pid, SIGKILL);
      }
      ::waitpid(-1, nullptr, 0);
    }
    test.tell(report);
  });
  return adopter.receive();
}

std::string text_of(const std::vector<left_process>& left) {
  std::string text = std::to_string(left.size());
  for (const left_process& each : left) {
    text += each.was_ended ? " ended" : " stays";
    if (each.was_ended && ::kill(each.pid, 0) == 0) {
      text += " but lives";
    }
  }
  return text;
}

TEST(case_orphans, C101_are_ended_with_their_case) {
  EXPECT_EQ(in_unit([](case_orphans& orphans) {
              const std::string before = text_of(orphans.end({}));
              leave(kind::polite);
              leave(kind::polite);
              const std::string after = text_of(orphans.end({}));
              return before + "," + after + "," + text_of(orphans.end({}));
            }),
            "0,2 ended ended,0");
}

TEST(case_orphans, C101_that_ignore_the_request_are_killed) {
  EXPECT_EQ(
      in_unit([](case_orphans& orphans) {
        leave(kind::stubborn);
        const leak_rule soon{leak_policy::warn, std::chrono::milliseconds(1)};
        const std::string first = text_of(orphans.end(soon));
        return first + "," + text_of(orphans.end({}));
      }),
      "1 ended,0");
}

TEST(case_orphans, C101_that_are_allowed_stay_and_are_not_those_of_the_next) {
  EXPECT_EQ(in_unit([](case_orphans& orphans) {
              leave(kind::polite);
              const leak_rule allowed{leak_policy::allow,
                                      std::chrono::milliseconds(1)};
              const std::vector<left_process> left = orphans.end(allowed);
              leave(kind::polite);
              const std::string next = text_of(orphans.end({}));
              const bool lives = ::kill(left.at(0).pid, 0) == 0;
              ::kill(left.at(0).pid, SIGKILL);
              return text_of(left) + (lives ? " lives," : " died,") + next;
            }),
            "1 stays lives,1 ended");
}

TEST(case_orphans, C101_of_the_set_up_are_not_those_of_a_case) {
  EXPECT_EQ(in_unit([](case_orphans& orphans) {
              leave(kind::polite);
              const std::string first = orphans.tolerate() ? "some" : "none";
              const std::string second = orphans.tolerate() ? "some" : "none";
              case_orphans later(::getppid());
              const std::string known = text_of(later.end({}));
              return first + "," + second + "," + known;
            }),
            "some,none,0");
}

TEST(case_orphans, C101_that_are_allowed_may_have_children_that_are_dead) {
  EXPECT_EQ(in_unit([](case_orphans& orphans) {
              leave(kind::with_zombie);
              const leak_rule allowed{leak_policy::allow,
                                      std::chrono::milliseconds(1)};
              const std::string first = text_of(orphans.end(allowed));
              leave(kind::polite);
              return first + "," + text_of(orphans.end({}));
            }),
            "1 stays,1 ended");
}

TEST(case_orphans, C101_of_the_set_up_may_start_others_during_a_case) {
  EXPECT_EQ(in_unit([](case_orphans& orphans) {
              leave(kind::forking_on_request);
              const pid_t server = orphans.find().at(0).pid;
              orphans.tolerate();
              ::kill(server, SIGUSR1);
              while (descendants_of(server).empty()) {
                ::usleep(1000);
              }
              leave(kind::polite);
              const std::string left = text_of(orphans.end({}));
              const bool lives =
                  ::kill(server, 0) == 0 && !descendants_of(server).empty();
              return left + (lives ? ",lives" : ",died");
            }),
            "1 ended,lives");
}

TEST(case_orphans, C101_that_may_not_be_ended_are_reported_once) {
  if (::geteuid() != 0) {
    GTEST_SKIP() << "only root can leave processes of another user";
  }
  EXPECT_EQ(
      in_unit([](case_orphans& orphans) {
        constexpr uid_t nobody = 65534;
        leave(kind::polite);
        if (::setresuid(nobody, nobody, nobody) != 0) {
          return std::string("setresuid failed");
        }
        const leak_rule soon{leak_policy::fail, std::chrono::milliseconds(1)};
        const std::vector<left_process> left = orphans.end(soon);
        orphans.kill();
        const std::string message =
            message_about_left(left, "case", soon.policy);
        const bool is_said = message.find("still runs") != std::string::npos;
        return std::to_string(left.size()) +
               (is_said ? " still runs," : " said to be ended,") +
               std::to_string(orphans.end(soon).size());
      }),
      "1 still runs,0");
}

}  // namespace
}  // namespace parallel_testing
