// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How often a case does not pass at once, and how certain that is. Pure.
#pragma once

#include <cstddef>
#include <vector>

#include "trends/case_history.hpp"

namespace parallel_testing::tools {

/// Limits of a rate, both from 0 to 1.
struct rate_interval {
  double low = 0;
  double high = 1;
};

/// The quantile of the normal distribution for a confidence of 95 %.
inline constexpr double confidence_95 = 1.959964;

/// The interval of Wilson (1927) for `hits` of `all`; 0 to 1 if `all` is 0. It
/// also holds for small numbers and for rates near 0.
[[nodiscard]] rate_interval wilson_interval(std::size_t hits, std::size_t all,
                                            double quantile = confidence_95);

enum class trend { unknown, steady, rising, falling };

[[nodiscard]] const char* to_text(trend given);

struct failure_rate {
  std::size_t failures = 0;
  std::size_t flaky = 0;
  std::size_t all = 0;   ///< without skips
  rate_interval limits;  ///< of failures and flaky passes together
  /// Whether the newer half of the ends differs from the older half: their
  /// intervals of 83 % do not overlap, which is a test with an error of 5 %.
  tools::trend change = tools::trend::unknown;

  [[nodiscard]] double rate() const {
    return all == 0 ? 0
                    : static_cast<double>(failures + flaky) /
                          static_cast<double>(all);
  }
};

[[nodiscard]] failure_rate rate_of(const std::vector<past_end>& ends);

}  // namespace parallel_testing::tools
