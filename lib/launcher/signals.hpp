// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <signal.h>
#include <sys/signalfd.h>

#include <optional>

#include "base/unique_fd.hpp"

namespace parallel_testing::launcher {

/// While it lives, the signals a launcher acts on are read from a descriptor,
/// and nobody who stops reading what it says ends it.
class caught_signals {
 public:
  caught_signals();
  caught_signals(const caught_signals&) = delete;
  caught_signals& operator=(const caught_signals&) = delete;

  int fd() const noexcept { return fd_.get(); }

  /// The next one that came, nothing when none did.
  std::optional<signalfd_siginfo> next() const noexcept;

  /// Puts back what was before; for the process that becomes the test.
  void undo() const noexcept;

 private:
  sigset_t before_{};
  struct sigaction child_before_ {};
  struct sigaction pipe_before_ {};
  unique_fd fd_;
};

/// Sent when the process that started this one is gone: one that nobody else
/// sends, because a thread of that process may just have ended.
int parent_is_gone() noexcept;

/// Whether the signal asks a program to end.
bool asks_to_end(int number) noexcept;

}  // namespace parallel_testing::launcher
