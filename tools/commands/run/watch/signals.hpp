// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <signal.h>

#include <optional>

namespace parallel_testing::run_command {

/// What came since the last look.
struct news {
  std::optional<int> end;      // the first signal that asks to end
  bool asks_to_pause = false;  // SIGTSTP
  bool has_child = false;      // one ended or stopped
};

/// As long as it lives the signals that end a program, SIGTSTP and SIGCHLD are
/// read from a descriptor instead of interrupting, except those that are
/// ignored when it is made, and what uses the terminal from the background is
/// not stopped for that.
class signals {
 public:
  signals();
  signals(const signals&) = delete;
  signals& operator=(const signals&) = delete;
  ~signals();

  [[nodiscard]] int descriptor() const { return file_; }

  /// Never waits.
  [[nodiscard]] news read() const;

 private:
  sigset_t before_{};
  struct sigaction child_before_ {};
  int file_ = -1;
};

}  // namespace parallel_testing::run_command
