// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <string_view>

// Requires only the C library, because it is also part of a library that is
// loaded into programs of any kind (`lib/crashes`).
namespace parallel_testing::stacks {

/// How a crash report reads the stack.
struct stack_reader {
  /// Its program and arguments, ended by nullptr. Must live as long as the
  /// process.
  char* const* command = nullptr;
  /// Attaches to this process, instead of reading registers from stdin.
  bool is_debugger = false;
  pid_t process = 0;  ///< this process, whose crashes are reported
};

/// From now on, a signal that is about to end this process is first reported on
/// stderr: its name, the address that it names, and the stack of the thread
/// that it hit. The process then ends exactly as without the report. A signal
/// for which the process has a handler already is left to it, so that reports
/// of sanitizers stay as they are. Children of the process are not reported.
void catch_crashes(const stack_reader& given) noexcept;

/// In a fork of a process that called catch_crashes(): its crashes are reported
/// too. Does nothing in a fork of another process.
void catch_crashes_of_fork(const stack_reader& given) noexcept;

/// What the report calls the test, from now on. Does nothing but copy.
void name_crashing_test(std::string_view name) noexcept;

}  // namespace parallel_testing::stacks
