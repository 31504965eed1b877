// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace parallel_testing::run_command {

/// A test that has not ended.
struct open_test {
  std::optional<std::int64_t> expected_ns;  // from earlier runs
  std::int64_t elapsed_ns = 0;
};

/// How long `workers` need for these tests: what is left of all, shared out
/// evenly, but at least what is left of the longest. A test without a time
/// takes as long as the others on average. None where fewer than half have a
/// time. Pure.
[[nodiscard]] std::optional<std::int64_t> time_left_ns(
    const std::vector<open_test>& tests, std::int64_t workers);

}  // namespace parallel_testing::run_command
