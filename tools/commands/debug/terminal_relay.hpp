// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <termios.h>

#include <optional>

#include "commands/debug/channel.hpp"

namespace parallel_testing::debug_command {

/// The streams of the debugger. If this process has a terminal, the debugger
/// gets another terminal, of which it is in the foreground; this process copies
/// what the user types and what the debugger prints. Otherwise, the debugger
/// has the streams of this process.
class terminal_relay {
 public:
  /// Throws cli::failure.
  terminal_relay();
  terminal_relay(const terminal_relay&) = delete;
  terminal_relay& operator=(const terminal_relay&) = delete;
  ~terminal_relay();

  [[nodiscard]] const streams& of_debugger() const { return given_; }

  /// From now on, all keys are for the debugger.
  void begin();
  /// Copies the rest of what it printed, and restores the terminal.
  void end();

  /// Descriptors to watch for input; -1: none.
  [[nodiscard]] int keys() const;
  [[nodiscard]] int screen() const;
  /// Copies what is there. Call it when the descriptor has input.
  void copy_keys();
  void copy_screen();
  void copy_size() const;

 private:
  int inner_ = -1;  ///< the end of the debugger's terminal for this process
  int outer_ = -1;  ///< the debugger's own end, until it has it
  bool is_active_ = false;
  bool has_keys_ = true;
  std::optional<termios> settings_;
  streams given_{0, 1, 2};
};

}  // namespace parallel_testing::debug_command
