// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace parallel_testing::run_command {

/// A test that has not ended yet.
struct open_test {
  std::optional<std::int64_t> expected_ns;  ///< from earlier runs, if known
  std::int64_t elapsed_ns = 0;
};

/// The time that `workers` need for these tests: the remaining time of all
/// tests, distributed evenly, but at least the remaining time of the longest. A
/// test with unknown time counts as the average of the others. Empty if fewer
/// than half of the times are known. Pure.
[[nodiscard]] std::optional<std::int64_t> time_left_ns(
    const std::vector<open_test>& tests, std::int64_t workers);

}  // namespace parallel_testing::run_command
