// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <signal.h>

#include <optional>

namespace parallel_testing::run_command {

/// As long as it lives SIGINT, SIGTERM, SIGHUP and SIGCHLD are read from a
/// descriptor instead of interrupting.
class signals {
 public:
  signals();
  signals(const signals&) = delete;
  signals& operator=(const signals&) = delete;
  ~signals();

  [[nodiscard]] int descriptor() const { return file_; }

  /// The first signal that asks to stop, SIGCHLD otherwise; nothing when there
  /// is none to read. Never waits.
  [[nodiscard]] std::optional<int> read() const;

 private:
  sigset_t before_{};
  int file_ = -1;
};

}  // namespace parallel_testing::run_command
