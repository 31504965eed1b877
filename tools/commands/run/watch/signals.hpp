// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <signal.h>

#include <optional>

namespace parallel_testing::run_command {

/// What has arrived since the last call.
struct news {
  std::optional<int> end;      ///< the first signal that asks to end
  bool asks_to_pause = false;  ///< SIGTSTP arrived
  /// SIGUSR1 or SIGQUIT (^\) arrived: the user asks what runs.
  std::optional<int> asks_for_state;
  bool has_child = false;  ///< a child ended or stopped
};

/// While it lives, the signals that end a program or ask it something, SIGTSTP
/// and SIGCHLD are read from a descriptor instead of interrupting the process.
/// Signals that were ignored before stay ignored. A use of the terminal from
/// the background does not stop this process.
class signals {
 public:
  signals();
  signals(const signals&) = delete;
  signals& operator=(const signals&) = delete;
  ~signals();

  [[nodiscard]] int descriptor() const { return file_; }

  /// Returns at once.
  [[nodiscard]] news read() const;

 private:
  sigset_t before_{};
  struct sigaction child_before_ {};
  int file_ = -1;
};

}  // namespace parallel_testing::run_command
