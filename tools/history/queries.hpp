// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Answers questions about a whole timeline.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "history/timeline.hpp"

namespace parallel_testing::tools {

/// The largest number of cases that ran at the same time.
[[nodiscard]] std::size_t max_concurrent_cases(const timeline& history);

/// The processes that started and never finished.
[[nodiscard]] std::vector<process> crashed_processes(const timeline& history);

struct worker_density {
  std::int64_t max_index = -1;       ///< -1: no slot was used
  std::optional<std::size_t> where;  ///< index of the process that used it
  std::int64_t max_running = 0;      ///< workers seen at the same time
  /// Workers that the ctests that lived at the same time announced in total.
  std::int64_t announced = 0;

  /// Whether worker ids have no gaps. The log sees a worker slightly later than
  /// the kernel and loses it slightly earlier, so announced workers count as
  /// running.
  [[nodiscard]] bool dense() const {
    return max_index < max_running || max_index < announced;
  }
};

/// With at most K workers running, every index is below K. A worker that
/// leftover processes of a test keep counts as running.
[[nodiscard]] worker_density density_of(const timeline& history);

}  // namespace parallel_testing::tools
