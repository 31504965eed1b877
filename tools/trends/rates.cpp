// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "trends/rates.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>

namespace parallel_testing::tools {
namespace {

/// Two intervals of this quantile that do not overlap differ significantly at
/// 5 %: the quantile of 95 %, divided by the square root of 2.
constexpr double quantile_for_overlap = 1.385904;

/// Halves with fewer ends show no trend.
constexpr std::size_t least_half = 8;

bool is_hit(past_end end) {
  return end == past_end::fail || end == past_end::flaky;
}

trend change_between(const std::vector<past_end>& ends) {
  const std::size_t half = ends.size() / 2;
  if (half < least_half) {
    return trend::unknown;
  }
  const auto middle = ends.begin() + static_cast<std::ptrdiff_t>(half);
  const auto older =
      static_cast<std::size_t>(std::count_if(ends.begin(), middle, is_hit));
  const auto newer =
      static_cast<std::size_t>(std::count_if(middle, ends.end(), is_hit));
  const rate_interval before =
      wilson_interval(older, half, quantile_for_overlap);
  const rate_interval after =
      wilson_interval(newer, ends.size() - half, quantile_for_overlap);
  if (after.low > before.high) {
    return trend::rising;
  }
  return after.high < before.low ? trend::falling : trend::steady;
}

}  // namespace

rate_interval wilson_interval(std::size_t hits, std::size_t all,
                              double quantile) {
  if (all == 0) {
    return {};
  }
  const auto count = static_cast<double>(all);
  const double rate = static_cast<double>(hits) / count;
  const double square = quantile * quantile;
  const double divisor = 1 + square / count;
  const double centre = (rate + square / (2 * count)) / divisor;
  const double width =
      quantile / divisor *
      std::sqrt(rate * (1 - rate) / count + square / (4 * count * count));
  return {hits == 0 ? 0 : std::max(0.0, centre - width),
          hits == all ? 1 : std::min(1.0, centre + width)};
}

const char* to_text(trend given) {
  switch (given) {
    case trend::steady:
      return "steady";
    case trend::rising:
      return "rising";
    case trend::falling:
      return "falling";
    case trend::unknown:
      break;
  }
  return "unknown";
}

failure_rate rate_of(const std::vector<past_end>& ends) {
  std::vector<past_end> counted;
  std::copy_if(ends.begin(), ends.end(), std::back_inserter(counted),
               [](past_end each) { return each != past_end::skip; });
  failure_rate result;
  result.all = counted.size();
  result.failures = static_cast<std::size_t>(
      std::count(counted.begin(), counted.end(), past_end::fail));
  result.flaky = static_cast<std::size_t>(
      std::count(counted.begin(), counted.end(), past_end::flaky));
  result.limits = wilson_interval(result.failures + result.flaky, result.all);
  result.change = change_between(counted);
  return result;
}

}  // namespace parallel_testing::tools
