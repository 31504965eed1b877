// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which process group may use the terminal. ctest and its tests have one of
// their own, so that ^C reaches this process and not them; but a test may use
// the terminal as under ctest itself: then their group comes into the
// foreground.
#pragma once

#include <sys/types.h>
#include <termios.h>

#include <optional>

namespace parallel_testing::run_command {

class terminal_control {
 public:
  /// SIGTTOU must be blocked as long as it lives.
  terminal_control();
  terminal_control(const terminal_control&) = delete;
  terminal_control& operator=(const terminal_control&) = delete;
  /// Takes the terminal back and restores its settings, if a test had it.
  ~terminal_control();

  /// Whether this process is in the foreground of a terminal.
  [[nodiscard]] bool is_ours() const;
  /// Whether `group` is, which lend_to() put there.
  [[nodiscard]] bool is_lent() const { return borrower_ > 0; }

  /// Puts `group` into the foreground. What a user types that ends programs
  /// (^C, ^\) reaches the group of this process as well from now on. False when
  /// this process cannot give what it does not have.
  bool lend_to(pid_t group);

  /// This process is in the foreground again. Settings stay as they are.
  void take_back();
  /// The same for good: with the settings of the beginning.
  void end_loan();

  enum class reach { process, group };
  /// Stops this process, or its group, as signal `number` does, which must be
  /// blocked. True when it was continued; false at once where nobody could do
  /// that, because then the signal stops nothing.
  [[nodiscard]] static bool suspend(int number, reach whom);

 private:
  void start_messenger(pid_t group);
  void end_messenger();

  int file_ = -1;  // without a terminal
  std::optional<termios> settings_;
  bool was_lent_ = false;
  pid_t borrower_ = 0;
  pid_t messenger_ = 0;
};

}  // namespace parallel_testing::run_command
