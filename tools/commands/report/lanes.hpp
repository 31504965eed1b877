// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where each attempt is drawn: one lane for each worker, and further ones where
// attempts overlap, as those of tests without a worker do.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "results/run_result.hpp"

namespace parallel_testing::report_command {

/// No lane: it never ran.
inline constexpr int no_lane = -1;

struct lane_plan {
  std::vector<std::string> names;       // gw0, gw1, gw10, …
  std::vector<std::vector<int>> lanes;  // of each attempt of each test
};

/// Pure.
[[nodiscard]] lane_plan plan_lanes(const tools::run_result& result);

}  // namespace parallel_testing::report_command
