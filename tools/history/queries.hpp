// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Questions about a timeline as a whole.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "history/timeline.hpp"

namespace parallel_testing::tools {

/// The greatest number of cases that ran at the same time.
[[nodiscard]] std::size_t max_concurrent_cases(const timeline& history);

/// Processes that started and never finished.
[[nodiscard]] std::vector<process> crashed_processes(const timeline& history);

struct worker_density {
  std::int64_t max_index = -1;       // -1: no slot was used
  std::optional<std::size_t> where;  // the process that had it
  std::int64_t max_running = 0;      // workers seen at the same time
  /// What the ctests that lived at the same time announced together.
  std::int64_t announced = 0;

  /// The log sees a worker a little later than the kernel does and loses it a
  /// little earlier, so workers that were announced count as running.
  [[nodiscard]] bool dense() const {
    return max_index < max_running || max_index < announced;
  }
};

/// With at most K workers running, every index is below K. What tests left
/// behind keeps their workers and counts as running.
[[nodiscard]] worker_density density_of(const timeline& history);

}  // namespace parallel_testing::tools
