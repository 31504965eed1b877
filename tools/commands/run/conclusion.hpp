// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What is said when all is over.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"
#include "commands/run/options.hpp"
#include "commands/run/settings.hpp"
#include "results/run_result.hpp"

namespace parallel_testing::run_command {

/// Prints the result: problems, durations and summary, or JSON.
void tell_result(const cli::invocation& given, const options& wanted,
                 const io::run_result& result);

/// The exit code of a run whose last ctest ended with `status`, as waitpid()
/// has it.
[[nodiscard]] int answer_for(const cli::invocation& given,
                             const options& wanted,
                             const io::run_result& result, int status);

/// The exit code when ctest ran no test; `said` are its lines.
[[nodiscard]] int answer_for_nothing(const cli::invocation& given,
                                     const run_settings& with,
                                     const std::vector<std::string>& said);

}  // namespace parallel_testing::run_command
