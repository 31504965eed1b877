// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which cases, locks and other things of a time line are those of a process.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "history/timeline.hpp"
#include "results/run_result.hpp"

namespace parallel_testing::io {

/// Places in a time line.
struct process_parts {
  std::vector<std::size_t> cases;  // of a launcher: those of its test
  std::vector<std::size_t> lost_cases;
  std::vector<std::size_t> holds;
  bool has_cases_of_others = false;
};

/// Of all processes. Pure, linear.
[[nodiscard]] std::vector<process_parts> parts_of(const timeline& history);

/// What the case `test` of the process held; the first case of a process has
/// what that held for itself, too.
[[nodiscard]] std::vector<lock_use> locks_of(const timeline& history,
                                             const process_parts& parts,
                                             const std::string& test,
                                             bool first_of_process);

}  // namespace parallel_testing::io
