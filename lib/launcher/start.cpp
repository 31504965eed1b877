// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "start.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <exception>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "observe/sharing_process.hpp"
#include "verdicts/death.hpp"

namespace parallel_testing::launcher {

namespace {

constexpr int no_such_program = 127;
constexpr int cannot_run = 126;
constexpr int not_isolated = 1;

void die_with_parent() noexcept {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
}

[[noreturn]] void become_test(const start_plan& plan) noexcept {
  int status = not_isolated;
  try {
    if (plan.limited.memory) {
      os::limit_data(*plan.limited.memory);
    }
    if (plan.standard_output == output::dropped) {
      ::dup2(os::open_at(AT_FDCWD, "/dev/null", O_WRONLY), STDOUT_FILENO);
    }
    if (!plan.output_file.empty()) {
      ::dup2(os::open_at(AT_FDCWD, plan.output_file.c_str(), O_WRONLY),
             STDOUT_FILENO);
    }
    const std::string token =
        fmt::format("{} {}", ::getpid(), plan.launcher_token);
    ::setenv("PARALLEL_TESTING_SUPERVISED", token.c_str(), 1);
    // The launcher reports how a program without an adapter ends; programs that
    // it starts must not do so. After vfork() this changes the environment of
    // the launcher itself.
    const bool is_judged_here =
        plan.limited.reports.has_value() || !plan.output_file.empty();
    if (is_judged_here) {
      ::unsetenv("PARALLEL_TESTING_TEST");
    }
    plan.signals.undo();
    status = become(plan.command);
  } catch (const std::exception& problem) {
    os::say(problem.what());
  }
  if (plan.is_registered) {
    die_as_failure();
  }
  ::_exit(status);
}

[[noreturn]] void run_plain(const start_plan& plan, pid_t launcher,
                            process_role role) noexcept {
  ::setsid();
  try {
    enter_isolation(plan.isolated, role);
  } catch (const std::exception& problem) {
    os::say(problem.what());
    if (plan.is_registered) {
      die_as_failure();
    }
    ::_exit(not_isolated);
  }
  // Only now, because a change of credentials resets the signal.
  die_with_parent();
  if (::getppid() != launcher) {
    ::_exit(not_isolated);
  }
  become_test(plan);
}

/// The first process of a PID namespace. It is not the test itself, because
/// signals have no default effect on it. When it ends, the kernel ends all
/// other processes of the namespace.
[[noreturn]] void run_init(const start_plan& plan, int status_fd) noexcept {
  // The old /proc still shows the id of this process outside the namespace.
  const std::string number = link_target("/proc/self");
  ::setenv("PARALLEL_TESTING_PROCESS_SPACE", number.c_str(), 1);
  try {
    enter_isolation(plan.isolated, process_role::init);
  } catch (const std::exception& problem) {
    os::say(problem.what());
    // The first process of a PID namespace cannot raise a signal that ends it,
    // so it reports one instead.
    const int status = plan.is_registered ? SIGABRT : not_isolated << 8;
    const char* const data = reinterpret_cast<const char*>(&status);
    os::write_all(status_fd, {data, sizeof status});
    ::_exit(not_isolated);
  }
  die_with_parent();
  pollfd launcher{status_fd, 0, 0};
  if (::poll(&launcher, 1, 0) > 0) {
    ::_exit(not_isolated);
  }
  const pid_t test = ::fork();
  if (test == 0) {
    ::setsid();
    become_test(plan);
  }
  for (;;) {
    pollfd event{plan.signals.fd(), POLLIN, 0};
    ::poll(&event, 1, -1);
    while (const auto signal = plan.signals.next()) {
      const auto sent = static_cast<int>(signal->ssi_signo);
      if (sent != SIGCHLD) {
        ::kill(-test, sent);
      }
    }
    int status = 0;
    pid_t ended = 0;
    while ((ended = ::waitpid(-1, &status, WNOHANG)) > 0) {
      if (ended != test) {
        continue;
      }
      const char* const data = reinterpret_cast<const char*>(&status);
      os::write_all(status_fd, {data, sizeof status});
    }
  }
}

[[noreturn]] void throw_no_process() {
  os::throw_error("cannot start", "a process", errno,
                  "free some memory or raise the limit of processes");
}

started_test start_with_init(const start_plan& plan) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) {
    throw_no_process();
  }
  unique_fd read_end(ends[0]);
  const unique_fd write_end(ends[1]);
  unsigned long flags = CLONE_NEWPID | SIGCHLD;
  if (!plan.isolated.has_privileges()) {
    flags |= CLONE_NEWUSER;
  }
  const long pid = ::syscall(SYS_clone, flags, nullptr, nullptr, nullptr, 0);
  if (pid < 0) {
    os::throw_error(
        "cannot isolate the test: clone", "pid", errno,
        "run these tests one at a time: PARALLEL_TESTING_ISOLATION=none");
  }
  if (pid == 0) {
    read_end.reset();
    run_init(plan, write_end.get());
  }
  return {static_cast<pid_t>(pid), std::move(read_end)};
}

struct cloned_start {
  const start_plan& plan;
  pid_t launcher;
};

/// Like vfork(), for a process in new namespaces: it uses the memory of this
/// one, which waits until it executes its program. Returns -1 if this process
/// may not create the namespaces.
pid_t clone_inside(const cloned_start& start) noexcept {
  constexpr std::size_t size = 256 * 1024;
  alignas(64) static char stack[size];
  return ::clone(
      [](void* given) -> int {
        const auto* const with = static_cast<const cloned_start*>(given);
        run_plain(with->plan, with->launcher, process_role::created_inside);
      },
      stack + size,
      CLONE_VM | CLONE_VFORK | SIGCHLD | new_namespaces(start.plan.isolated),
      const_cast<cloned_start*>(&start));
}

}  // namespace

int become(char* const* command) noexcept {
  ::execvp(command[0], command);
  const int reason = errno;
  try {
    os::say(fmt::format("cannot run '{}': {}; check the command of the test",
                        command[0], std::strerror(reason)));
  } catch (...) {
    os::say("out of memory");
  }
  const bool is_missing = reason == ENOENT || reason == ENOTDIR;
  return is_missing ? no_such_program : cannot_run;
}

started_test start(const start_plan& plan) {
  if (plan.isolated.has(private_view::pid)) {
    return start_with_init(plan);
  }
  const pid_t launcher = ::getpid();
  // fork() would double the cost of the launcher, because it copies memory. It
  // is only needed to create a user namespace, which a process that shares its
  // memory cannot do.
  const bool is_isolated = new_namespaces(plan.isolated) != 0;
  pid_t pid = -1;
  if (is_isolated && plan.isolated.has_privileges() && can_share_memory()) {
    pid = clone_inside({plan, launcher});
  }
  if (pid < 0) {
    pid = is_isolated ? ::fork() : ::vfork();
  }
  if (pid < 0) {
    throw_no_process();
  }
  if (pid == 0) {
    run_plain(plan, launcher, process_role::plain);
  }
  started_test result;
  result.pid = pid;
  return result;
}

}  // namespace parallel_testing::launcher
