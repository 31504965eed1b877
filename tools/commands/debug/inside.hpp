// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// This program as the command of a test: it starts the debugger with the
// environment, directory, limits and namespaces of the test, but with the
// streams of the command that the user started.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "commands/debug/debuggers.hpp"

namespace parallel_testing::debug_command {

/// The words that make this program start the debugger, with `channel` as the
/// descriptor of the session.
[[nodiscard]] std::vector<std::string> words_inside(
    int channel, const chosen_debugger& with,
    const std::vector<std::string>& test);

/// Runs the debugger if `arguments` are such words, after the name of the
/// command. Returns its exit code, as a shell has it.
[[nodiscard]] std::optional<int> run_inside(
    const std::vector<std::string>& arguments);

}  // namespace parallel_testing::debug_command
