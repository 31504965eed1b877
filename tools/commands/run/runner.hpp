// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

#include "cli/command.hpp"
#include "commands/run/options.hpp"
#include "results/run_result.hpp"

namespace parallel_testing::run_command {

/// Runs the tests and answers with an exit code. Throws cli::failure.
[[nodiscard]] int run_tests(const cli::invocation& given, const options& wanted,
                            const sorted_arguments& sorted);

struct finished_run {
  io::run_result result;
  std::string events;  // path of its log
  int exit_code = 0;   // of `run`
};

/// Runs the tests without a word on the result. Throws cli::failure.
[[nodiscard]] finished_run run_and_return(const cli::invocation& given,
                                          const options& wanted,
                                          const sorted_arguments& sorted);

/// `-j auto` in numbers, for this build tree, on a machine that has at least
/// `least` processors.
[[nodiscard]] int automatic_jobs_here(const std::string& build, int least = 1);

}  // namespace parallel_testing::run_command
