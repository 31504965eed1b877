// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"

namespace parallel_testing::app {

/// All commands, in the order of the help.
[[nodiscard]] const std::vector<cli::command>& all_commands();

/// `parallel-testing <arguments>`: the first argument names the command.
/// Returns the exit code.
[[nodiscard]] int run_program(const cli::invocation& given);

/// `ctest <arguments>`, for a start of this program under that name. Returns
/// the exit code.
[[nodiscard]] int run_shim(const cli::invocation& given);

}  // namespace parallel_testing::app
