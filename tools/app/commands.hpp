// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"

namespace parallel_testing::app {

/// In the order of the help.
[[nodiscard]] const std::vector<cli::command>& all_commands();

/// `parallel-testing <arguments>`: the first names the command.
[[nodiscard]] int run_program(const cli::invocation& given);

/// `ctest <arguments>`, when this program was found under that name.
[[nodiscard]] int run_shim(const cli::invocation& given);

}  // namespace parallel_testing::app
