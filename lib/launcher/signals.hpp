// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <signal.h>
#include <sys/signalfd.h>

#include <optional>

#include "base/unique_fd.hpp"

namespace parallel_testing::launcher {

/// While an object lives, the signals that a launcher handles are read from a
/// descriptor, and a closed stdout or stderr does not end it (SIGPIPE is
/// ignored).
class caught_signals {
 public:
  caught_signals();
  caught_signals(const caught_signals&) = delete;
  caught_signals& operator=(const caught_signals&) = delete;

  [[nodiscard]] int fd() const noexcept { return fd_.get(); }

  /// The next signal received, std::nullopt when there is none.
  [[nodiscard]] std::optional<signalfd_siginfo> next() const noexcept;

  /// Restores the former state, in the process that becomes the test.
  void undo() const noexcept;

 private:
  sigset_t before_{};
  struct sigaction child_before_ {};
  struct sigaction pipe_before_ {};
  unique_fd fd_;
};

/// The signal sent when the parent ends. It is one that nothing else sends: the
/// kernel also sends it when only a thread of the parent has ended, so the
/// receiver must check.
int parent_is_gone() noexcept;

/// Whether the signal requests that a program end.
bool asks_to_end(int number) noexcept;

}  // namespace parallel_testing::launcher
