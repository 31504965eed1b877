// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "commands/run/options.hpp"
#include "commands/run/watch/display.hpp"
#include "commands/run/watch/session.hpp"
#include "ctest/failed_tests.hpp"
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

/// The exit code after a signal is this plus its number, as in a shell.
inline constexpr int exit_after_signal = 128;

/// The display that the options request.
[[nodiscard]] std::unique_ptr<display> display_for(
    const cli::invocation& given, const options& wanted,
    const tools::sorted_arguments& sorted);

/// Marks the run as one that this program keeps, and removes all such runs of
/// the same build tree except the latest three; of these, what a run on several
/// nodes has put away.
void keep_latest_runs(const std::string& run_directory);

/// Tests that one ctest runs, in a round of --repeat.
struct work_part {
  std::int64_t round = 1;
  std::vector<tools::numbered_test> tests;
};

/// Gives a run its tests part by part. A round never begins before all parts of
/// an earlier one have ended.
class work_source {
 public:
  virtual ~work_source() = default;
  /// The next tests to run; nothing if there are none at the moment.
  [[nodiscard]] virtual std::optional<work_part> next() = 0;
  /// All tests that next() returned last have ended, or cannot run.
  virtual void finish() = 0;
  /// Some of these tests may not have run, and nothing more runs here.
  virtual void give_up(const std::string& reason) = 0;
  /// Whether next() will never return tests again.
  [[nodiscard]] virtual bool is_over() = 0;
  [[nodiscard]] virtual stop_request asks_to_stop() = 0;
  virtual void take_output(const std::string& test,
                           const std::string& output) = 0;
  /// The first event of the log.
  [[nodiscard]] virtual tools::run_node node() const = 0;
  /// What ctest lists.
  [[nodiscard]] virtual std::string listing() const = 0;
};

/// Runs the tests of `source`, and shows them on `shown`. Throws cli::failure.
[[nodiscard]] finished_run run_parts(const cli::invocation& given,
                                     const options& wanted,
                                     const tools::sorted_arguments& sorted,
                                     display& shown, work_source& source);

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
