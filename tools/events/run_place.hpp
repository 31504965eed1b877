// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where the runs of a build tree are.
#pragma once

#include <string>
#include <vector>

namespace parallel_testing::tools {

struct run_place {
  std::string events;  // path of its event log, empty: there is none
  std::string build;   // top-level build directory, empty when unknown
};

/// `<build>/Testing/ParallelTesting/runs`
[[nodiscard]] std::string runs_directory_of(const std::string& build);

/// `given` is an event log, the directory of a run, or a build directory,
/// whose latest run it then is.
[[nodiscard]] run_place find_run(const std::string& given);

/// The event logs of the runs of the same build tree that began before the one
/// at `place`, the latest first, at most `count`.
[[nodiscard]] std::vector<std::string> earlier_runs(const run_place& place,
                                                    std::size_t count);

}  // namespace parallel_testing::tools
