// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The command lines of debuggers. Pure, except find_debugger().
#pragma once

#include <string>
#include <vector>

#include "base/programs.hpp"

namespace parallel_testing::debug_command {

enum class debugger { gdb, lldb, rr, strace, valgrind, command };

/// The debugger and the words of its command line before those of the test.
struct chosen_debugger {
  debugger kind = debugger::gdb;
  std::vector<std::string> words;
};

/// The debugger named `name` or, if empty, the first of gdb and lldb that is
/// installed. `command` is the user's own command line and takes precedence.
/// Throws cli::failure.
[[nodiscard]] chosen_debugger find_debugger(
    const std::string& name, const std::vector<std::string>& command,
    const std::string& build);

/// How a process is started under a debugger.
struct debugged_start {
  std::vector<std::string> arguments;
  tools::variables environment;
};

/// Starts `test`, a command line, in `environment` under the debugger. gdb and
/// the shell by which it starts programs set variables; the result undoes that
/// for the test.
[[nodiscard]] debugged_start start_under(const chosen_debugger& with,
                                         const std::vector<std::string>& test,
                                         const tools::variables& environment);

/// How the environment of the test differs from that in a run.
[[nodiscard]] std::vector<std::string> differences_under(debugger kind);

/// The name by which inside() gets the kind of the debugger.
[[nodiscard]] std::string name_of(debugger kind);
[[nodiscard]] debugger kind_named(const std::string& name);

}  // namespace parallel_testing::debug_command
