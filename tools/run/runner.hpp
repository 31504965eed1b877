// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "cli/command.hpp"
#include "run/options.hpp"

namespace parallel_testing::run_command {

/// Runs the tests and answers with an exit code. Throws cli::failure.
[[nodiscard]] int run_tests(const cli::invocation& given, const options& wanted,
                            const sorted_arguments& sorted);

/// `-j auto` in numbers, for this build tree.
[[nodiscard]] int automatic_jobs_here(const std::string& build);

}  // namespace parallel_testing::run_command
