// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

#include "cli/terminal.hpp"
#include "commands/stress/diagnosis.hpp"

namespace parallel_testing::stress_command {

struct stress_result {
  std::vector<observed_run> runs;
  std::vector<watched_case> failing;  ///< ended badly in every run
  std::vector<diagnosis> unsteady;
};

/// `-j 4, --shuffle=7: 41 passed, 1 did not, in 2.10 s`. Pure.
[[nodiscard]] std::string text_of(const observed_run& run);

/// The result of all runs. Pure.
[[nodiscard]] std::string text_of(const stress_result& result,
                                  const cli::terminal& screen);

/// Schema version 1: {"version", "outcome", "runs", "unsteady", "failing"}.
/// Pure.
[[nodiscard]] std::string json_of(const stress_result& result);

}  // namespace parallel_testing::stress_command
