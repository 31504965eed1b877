// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <signal.h>
#include <sys/types.h>

#include <array>

// Forwards signals from a supervisor to the process that it supervises.
namespace parallel_testing {

/// While an object lives, SIGTERM, SIGINT and similar signals are forwarded to
/// the process that forward_to() set. One per process.
class signal_forwarding {
 public:
  signal_forwarding();
  signal_forwarding(const signal_forwarding&) = delete;
  signal_forwarding& operator=(const signal_forwarding&) = delete;

  /// With 0, signals are not forwarded; last() still returns them.
  static void forward_to(pid_t process) noexcept;

  /// The last signal received, 0 for none.
  static int last() noexcept;

  /// Restores the former handlers, in the copy that runs the tests.
  void undo() const;

 private:
  static constexpr std::array<int, 6> forwarded = {SIGHUP,  SIGINT,  SIGQUIT,
                                                   SIGTERM, SIGUSR1, SIGUSR2};

  std::array<struct sigaction, forwarded.size()> before_{};
  struct sigaction child_before_ {};
};

/// Called in a forked child: it dies with `parent`, which forked it.
void die_with(pid_t parent) noexcept;

/// Blocks all signals while it lives, so that both processes of a fork can set
/// up their handlers.
class blocked_signals {
 public:
  blocked_signals();
  blocked_signals(const blocked_signals&) = delete;
  blocked_signals& operator=(const blocked_signals&) = delete;
  ~blocked_signals();

 private:
  sigset_t before_{};
};

}  // namespace parallel_testing
