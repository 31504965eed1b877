// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Assigns each attempt to a lane of the timeline: one lane for each worker, and
// more where attempts overlap, as they do for tests without a worker.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "results/run_result.hpp"

namespace parallel_testing::report_command {

/// The attempt never ran, so it has no lane.
inline constexpr int no_lane = -1;

struct lane_plan {
  std::vector<std::string> names;       ///< gw0, gw1, gw10, …
  std::vector<std::vector<int>> lanes;  ///< for each attempt of each test
};

/// Pure.
[[nodiscard]] lane_plan plan_lanes(const tools::run_result& result);

}  // namespace parallel_testing::report_command
