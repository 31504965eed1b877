// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Decides which process group may use the terminal. ctest and its tests have
// their own group, so that ^C reaches this process and not them. A test may
// nevertheless use the terminal, as under a plain ctest: then their group is
// put into the foreground.
#pragma once

#include <sys/types.h>
#include <termios.h>

#include <optional>

namespace parallel_testing::run_command {

class terminal_control {
 public:
  /// SIGTTOU must be blocked while this object lives.
  terminal_control();
  terminal_control(const terminal_control&) = delete;
  terminal_control& operator=(const terminal_control&) = delete;
  /// Takes the terminal back and restores its settings if a test had it.
  ~terminal_control();

  /// Whether this process is in the foreground of a terminal.
  [[nodiscard]] bool is_ours() const;
  /// Whether a group that lend_to() put into the foreground has the terminal.
  [[nodiscard]] bool is_lent() const { return borrower_ > 0; }

  /// Puts `group` into the foreground. From then on, keys that end programs
  /// (^C, ^\) also reach the group of this process. Returns false if this
  /// process does not have the terminal.
  bool lend_to(pid_t group);

  /// Puts this process into the foreground again. Does not change the settings.
  void take_back();
  /// The same, and also restores the settings from the beginning.
  void end_loan();

  enum class reach { process, group };
  /// Stops this process, or its group, as signal `number` does; the signal must
  /// be blocked. Returns true after it was continued. Returns false immediately
  /// if nobody could continue it, because then the signal stops nothing.
  [[nodiscard]] static bool suspend(int number, reach whom);

 private:
  void start_messenger(pid_t group);
  void end_messenger();

  int file_ = -1;  ///< -1: there is no terminal
  std::optional<termios> settings_;
  bool was_lent_ = false;
  pid_t borrower_ = 0;
  pid_t messenger_ = 0;
};

}  // namespace parallel_testing::run_command
