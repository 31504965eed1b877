// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Finds the runs of a build tree.
#pragma once

#include <string>
#include <vector>

namespace parallel_testing::tools {

struct run_place {
  std::string events;  ///< path of the event log, empty: none
  std::string build;   ///< top-level build directory, empty: unknown
};

/// `<build>/Testing/ParallelTesting/runs`
[[nodiscard]] std::string runs_directory_of(const std::string& build);

/// Finds the run of `given`: an event log, the directory of a run, or a build
/// directory, which stands for its latest run.
[[nodiscard]] run_place find_run(const std::string& given);

/// The event logs of the runs of the same build tree that began before the run
/// at `place`, latest first, at most `count`.
[[nodiscard]] std::vector<std::string> earlier_runs(const run_place& place,
                                                    std::size_t count);

}  // namespace parallel_testing::tools
