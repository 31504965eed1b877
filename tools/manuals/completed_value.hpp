// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "cli/definition.hpp"

namespace parallel_testing::tools {

/// With what a shell completes the value of an option, or an argument.
enum class completed_value { anything, choice, file, directory };

/// The text of the value in the help decides: `FILE`, `PATH`, `DIR`. Pure.
[[nodiscard]] completed_value completed_value_of(
    const cli::option_definition& option);

/// The same for the arguments of a command, which shells do not count. Pure.
[[nodiscard]] completed_value completed_argument_of(
    const cli::command_definition& command);

}  // namespace parallel_testing::tools
