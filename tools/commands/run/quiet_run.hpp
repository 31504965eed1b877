// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Runs of other commands, which look at the results themselves.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "commands/run/runner.hpp"

namespace parallel_testing::run_command {

struct quiet_run {
  std::string build;
  std::string ctest;
  std::vector<std::string> arguments;  // more for ctest
};

/// Runs the tests with `-j jobs` (auto, or a number; 0: one by one in their
/// order), shuffled by `seed` unless it is 0. Nothing is printed on
/// `given.out`. Throws cli::failure.
[[nodiscard]] finished_run run_quietly(const cli::invocation& given,
                                       const quiet_run& how,
                                       const std::string& jobs,
                                       std::uint64_t seed = 0);

}  // namespace parallel_testing::run_command
