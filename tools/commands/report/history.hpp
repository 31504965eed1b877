// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

#include "cli/command.hpp"
#include "cli/common_options.hpp"

namespace parallel_testing::report_command {

/// Prints how the cases of a build tree ended in its last runs: those in the
/// history file, and those of a plain ctest that are still in the tree. `place`
/// is a run or a build directory, as for tools::find_run(). Returns the exit
/// code.
[[nodiscard]] int report_history(const cli::invocation& given,
                                 const std::string& place,
                                 cli::output_format format);

}  // namespace parallel_testing::report_command
