// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Prints the result of a run, and chooses the exit code.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"
#include "commands/run/options.hpp"
#include "commands/run/settings.hpp"
#include "results/run_result.hpp"

namespace parallel_testing::run_command {

/// Prints the result: problems, durations and a summary, or JSON.
void print_result(const cli::invocation& given, const options& wanted,
                  const tools::run_result& result);

/// The exit code of a run whose last ctest ended with `status`, which waitpid()
/// returned.
[[nodiscard]] int exit_code_for(const cli::invocation& given,
                                const options& wanted,
                                const tools::run_result& result, int status);

/// The exit code if ctest ran no test and ended with `status`, which waitpid()
/// returned. Prints `lines`, the output of ctest.
[[nodiscard]] int exit_code_without_tests(const cli::invocation& given,
                                          const run_settings& with,
                                          const std::vector<std::string>& lines,
                                          int status);

}  // namespace parallel_testing::run_command
