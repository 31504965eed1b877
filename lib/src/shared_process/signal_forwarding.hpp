// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_SIGNAL_FORWARDING_HPP
#define PARALLEL_TESTING_SRC_SIGNAL_FORWARDING_HPP

#include <signal.h>
#include <sys/types.h>

#include <array>

// What a process does with signals that are meant for the one it watches.
namespace parallel_testing {

/// While it lives, SIGTERM, SIGINT and their like go to the process given to
/// forward_to(). One per process.
class signal_forwarding {
 public:
  signal_forwarding();
  signal_forwarding(const signal_forwarding&) = delete;
  signal_forwarding& operator=(const signal_forwarding&) = delete;

  /// 0: to nobody; last() tells of them all the same.
  static void forward_to(pid_t process) noexcept;

  /// The last signal that came, 0 for none.
  static int last() noexcept;

  /// Puts back what was before; for the copy that runs the tests.
  void undo() const;

 private:
  static constexpr std::array<int, 6> forwarded = {SIGHUP,  SIGINT,  SIGQUIT,
                                                   SIGTERM, SIGUSR1, SIGUSR2};

  std::array<struct sigaction, forwarded.size()> before_{};
  struct sigaction child_before_ {};
};

/// While it lives no signal is handled, so that both sides of a fork get ready.
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

#endif
