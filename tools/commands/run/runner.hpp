// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "commands/run/options.hpp"
#include "commands/run/watch/display.hpp"
#include "results/run_result.hpp"

namespace parallel_testing::run_command {

/// Runs the tests and prints the result. Returns the exit code. Throws
/// cli::failure.
[[nodiscard]] int run_tests(const cli::invocation& given, const options& wanted,
                            const tools::sorted_arguments& sorted);

struct finished_run {
  tools::run_result result;
  std::string events;  ///< path of its event log
  int exit_code = 0;   ///< exit code of `run`
  /// When it began to stop the running tests, because of a signal or the
  /// deadline; CLOCK_MONOTONIC, 0 if it did not.
  std::int64_t halted_ns = 0;
  bool reached_deadline = false;
  /// For how long the user had stopped it, with its tests.
  std::int64_t stopped_ns = 0;
};

/// Runs the tests without printing a result. Throws cli::failure.
[[nodiscard]] finished_run run_and_return(
    const cli::invocation& given, const options& wanted,
    const tools::sorted_arguments& sorted);

/// How other commands run tests to examine the results.
struct quiet_run {
  std::string build;
  std::string ctest;
  std::vector<std::string> arguments;  ///< further arguments for ctest
  display* shown = nullptr;  ///< shows the progress; null: nothing does
  /// Stops the run as SIGTERM does; CLOCK_MONOTONIC, 0: no limit.
  std::int64_t deadline_ns = 0;
};

/// Runs the tests with `-j jobs` (auto or a number; 0: one by one in the order
/// of declaration), shuffled by `seed` unless it is 0. Prints nothing on
/// `given.out`. Throws cli::failure.
[[nodiscard]] finished_run run_quietly(const cli::invocation& given,
                                       const quiet_run& how,
                                       const std::string& jobs,
                                       std::uint64_t seed = 0);

/// The number for `-j auto` in this build tree, as on a machine with at least
/// `least` processors.
[[nodiscard]] int automatic_jobs_here(const std::string& build, int least = 1);

}  // namespace parallel_testing::run_command
