// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Finds a case that became slower than the noise of its earlier times explains.
// tests/benchmark/README.md has the measured error rates.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace parallel_testing::tools {

struct slow_down {
  std::int64_t before_us = 0;  ///< median of the earlier times
  std::int64_t now_us = 0;     ///< median of the latest times

  [[nodiscard]] double factor() const {
    return static_cast<double>(now_us) / static_cast<double>(before_us);
  }
};

/// This many latest times are compared with the earlier ones.
inline constexpr std::size_t latest_times = 7;
/// Fewer earlier times prove nothing.
inline constexpr std::size_t fewest_earlier_times = 20;
/// Times between the earlier and the latest ones that do not count if there are
/// enough, so that a slow-down does not become normal after a few runs.
inline constexpr std::size_t times_between = 13;

/// `durations_us` are the times of the passes of a case, oldest first. The case
/// became slower if all of this holds for the latest times:
/// - each is greater than nine tenths of the earlier times;
/// - their median is at least 1.8 times that of the earlier times, and at least
///   20 ms more;
/// - their median is at least 1.5 times that of any equally many successive
///   earlier times;
/// - the logarithm of the factor is at least 2.5 times the scatter of the
///   logarithms of the earlier times (1.48 times their median deviation), and
///   more if successive times are similar.
/// Pure.
[[nodiscard]] std::optional<slow_down> find_slow_down(
    const std::vector<std::int64_t>& durations_us);

}  // namespace parallel_testing::tools
