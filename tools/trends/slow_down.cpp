// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "trends/slow_down.hpp"

#include <algorithm>
#include <cmath>

namespace parallel_testing::tools {
namespace {

constexpr double least_factor = 1.8;
constexpr double least_factor_of_windows = 1.5;
constexpr double least_scatters = 2.5;
constexpr std::int64_t least_difference_us = 20'000;

using times = std::vector<std::int64_t>;

/// The value that `tenths` of ten values do not exceed.
std::int64_t quantile_of(times values, std::size_t tenths) {
  const std::size_t place =
      std::min((values.size() * tenths + 9) / 10, values.size()) - 1;
  const auto found = values.begin() + static_cast<std::ptrdiff_t>(place);
  std::nth_element(values.begin(), found, values.end());
  return *found;
}

std::int64_t median_of(const times& values) {
  return quantile_of(values, 5);
}

/// The greatest median of `latest_times` successive values.
std::int64_t greatest_window(const times& values) {
  std::int64_t greatest = 0;
  for (std::size_t at = 0; at + latest_times <= values.size(); ++at) {
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(at);
    greatest = std::max(greatest, median_of({begin, begin + latest_times}));
  }
  return greatest;
}

/// How far the logarithms of the values scatter.
struct scatter {
  double deviation = 0;   ///< robust: outliers hardly count
  double similarity = 0;  ///< 0 to 0.9: of each value with the one before
};

scatter scatter_of(const times& values, std::int64_t median) {
  constexpr double to_standard_deviation = 1.4826;
  constexpr double farthest = 3;
  constexpr double most_similar = 0.9;
  const auto logarithm = [&](std::int64_t value) {
    return std::log(static_cast<double>(std::max<std::int64_t>(value, 1)) /
                    static_cast<double>(median));
  };
  std::vector<double> distances;
  double mean = 0;
  for (const std::int64_t value : values) {
    distances.push_back(std::fabs(logarithm(value)));
    mean += logarithm(value) / static_cast<double>(values.size());
  }
  const auto middle =
      distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2);
  std::nth_element(distances.begin(), middle, distances.end());
  scatter result{to_standard_deviation * *middle, 0};
  const auto shortened = [&](std::int64_t value) {
    return std::clamp(logarithm(value) - mean, -farthest * result.deviation,
                      farthest * result.deviation);
  };
  double squares = 0;
  double products = 0;
  for (std::size_t at = 0; at < values.size(); ++at) {
    const double value = shortened(values[at]);
    squares += value * value;
    products += at == 0 ? 0 : value * shortened(values[at - 1]);
  }
  if (squares > 0) {
    result.similarity = std::clamp(products / squares, 0.0, most_similar);
  }
  return result;
}

bool is_within_noise(double factor, const scatter& noise) {
  // The mean of similar values scatters more than that of independent ones.
  const double widening =
      std::sqrt((1 + noise.similarity) / (1 - noise.similarity));
  return std::log(factor) < least_scatters * noise.deviation * widening;
}

}  // namespace

std::optional<slow_down> find_slow_down(
    const std::vector<std::int64_t>& durations_us) {
  if (durations_us.size() < fewest_earlier_times + latest_times) {
    return std::nullopt;
  }
  const std::size_t before = durations_us.size() - latest_times;
  const std::size_t earlier_count =
      before < fewest_earlier_times + times_between ? fewest_earlier_times
                                                    : before - times_between;
  const auto at = [&](std::size_t place) {
    return durations_us.begin() + static_cast<std::ptrdiff_t>(place);
  };
  const times earlier(at(0), at(earlier_count));
  const times latest(at(before), durations_us.end());
  const slow_down found{median_of(earlier), median_of(latest)};
  const auto now = static_cast<double>(found.now_us);
  if (found.before_us <= 0 ||
      found.now_us - found.before_us < least_difference_us ||
      found.factor() < least_factor ||
      *std::min_element(latest.begin(), latest.end()) <=
          quantile_of(earlier, 9) ||
      now < least_factor_of_windows *
                static_cast<double>(greatest_window(earlier)) ||
      is_within_noise(found.factor(), scatter_of(earlier, found.before_us))) {
    return std::nullopt;
  }
  return found;
}

}  // namespace parallel_testing::tools
