// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shared_process/forked_cases.hpp"

#include <poll.h>
#include <stdio.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/syscall.h>
#endif

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <utility>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/unique_fd.hpp"
#include "events/event_log.hpp"
#include "shared_process/signal_forwarding.hpp"

namespace parallel_testing {

namespace {

/// Waits until the child ends or the limit is over; true when it is over.
/// Without pidfd_open(), the limit of the whole test has to suffice.
bool exceeds(pid_t child, double limit_seconds) {
#if defined(__linux__) && defined(SYS_pidfd_open)
  const unique_fd handle(static_cast<int>(::syscall(SYS_pidfd_open, child, 0)));
  if (!handle) {
    return false;
  }
  constexpr double ns_in_second = 1e9;
  constexpr std::int64_t ns_in_ms = 1'000'000;
  const std::int64_t end_ns =
      monotonic_ns() + static_cast<std::int64_t>(limit_seconds * ns_in_second);
  for (;;) {
    const std::int64_t left_ns = end_ns - monotonic_ns();
    if (left_ns <= 0) {
      return true;
    }
    constexpr std::int64_t longest_ms = 1'000'000;
    pollfd waited{handle.get(), POLLIN, 0};
    const int ready =
        ::poll(&waited, 1,
               static_cast<int>(std::min(left_ns / ns_in_ms + 1, longest_ms)));
    if (ready > 0 || (ready < 0 && errno != EINTR)) {
      return false;
    }
  }
#else
  static_cast<void>(child);
  static_cast<void>(limit_seconds);
  return false;
#endif
}

}  // namespace

/// A handler of the program must not wait for the processes of cases.
forked_cases::forked_cases(std::vector<descriptor_group> files)
    : files_(std::move(files)) {
  struct sigaction usual {};
  usual.sa_handler = SIG_DFL;
  ::sigaction(SIGCHLD, &usual, &child_handler_);
}

forked_cases::~forked_cases() {
  ::sigaction(SIGCHLD, &child_handler_, nullptr);
}

void forked_cases::become_child(pid_t parent) const {
  die_with(parent);
  ::sigaction(SIGCHLD, &child_handler_, nullptr);
  for (const int each : separate_positions(files_)) {
    if (is_first_) {
      os::say(fmt::format(
          "all cases share the position in '{}' (descriptor {}): it cannot be "
          "opened again",
          link_target(fmt::format("/proc/self/fd/{}", each)), each));
    }
  }
}

bool forked_cases::run(double limit_seconds,
                       const std::function<void(pid_t)>& at_limit) {
  // Otherwise both processes would write what is in the buffers.
  ::fflush(nullptr);
  report_.start();
  const pid_t self = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) {
    os::throw_error("cannot start a process for", "a case", errno,
                    "free some memory or raise the limit of processes");
  }
  if (child == 0) {
    become_child(self);
    return true;
  }
  is_first_ = false;
  wait_for(child, limit_seconds, at_limit);
  return false;
}

void forked_cases::wait_for(pid_t child, double limit_seconds,
                            const std::function<void(pid_t)>& at_limit) {
  const bool is_late = limit_seconds > 0 && exceeds(child, limit_seconds);
  if (is_late) {
    at_limit(child);
    ::kill(child, SIGKILL);
  }
  last_ = report_.at_end(end_of_status(os::wait_for(child)),
                         is_late ? limit_seconds : 0);
}

}  // namespace parallel_testing
