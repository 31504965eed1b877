// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <vector>

#include "history/timeline.hpp"

namespace parallel_testing::tools {

/// `second` began while `first` held the resource, and the two exclude each
/// other. Both are indices into `holds`.
struct conflict {
  std::size_t first = 0;
  std::size_t second = 0;
};

/// Returns at most one conflict for each hold: the one with the hold that lasts
/// longest. `processes` has the families. Pure, O(n log n).
[[nodiscard]] std::vector<conflict> find_conflicts(
    const std::vector<hold>& holds, const std::vector<process>& processes);

}  // namespace parallel_testing::tools
