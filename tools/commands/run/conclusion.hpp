// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The end of a run: what is printed, and the exit code.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"
#include "commands/run/options.hpp"
#include "commands/run/settings.hpp"
#include "results/run_result.hpp"

namespace parallel_testing::run_command {

/// Prints the result: problems, durations and summary, or JSON.
void print_result(const cli::invocation& given, const options& wanted,
                  const tools::run_result& result);

/// The exit code of a run whose last ctest ended with `status`, as waitpid()
/// has it.
[[nodiscard]] int exit_code_for(const cli::invocation& given,
                                const options& wanted,
                                const tools::run_result& result, int status);

/// The exit code when ctest ran no test; `lines` are what it printed.
[[nodiscard]] int exit_code_without_tests(
    const cli::invocation& given, const run_settings& with,
    const std::vector<std::string>& lines);

}  // namespace parallel_testing::run_command
