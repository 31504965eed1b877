// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <vector>

#include "history/timeline.hpp"

namespace parallel_testing::tools {

/// `second` began while `first` had it, and they exclude each other. Indices
/// into the holds given.
struct conflict {
  std::size_t first = 0;
  std::size_t second = 0;
};

/// Pure, O(n log n): at most one conflict for each hold, against the one that
/// lasts longest. `processes` tells the families.
[[nodiscard]] std::vector<conflict> find_conflicts(
    const std::vector<hold>& holds, const std::vector<process>& processes);

}  // namespace parallel_testing::tools
