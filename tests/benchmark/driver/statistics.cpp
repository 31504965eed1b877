// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "statistics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace parallel_testing::benchmark {

namespace {
/// Three digits that count.
std::string number(double value) {
  const double size = std::fabs(value);
  const int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return fmt::format("{:.{}f}", value, decimals);
}
}  // namespace

double series::median() const {
  std::vector<double> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  const std::size_t middle = sorted.size() / 2;
  if (sorted.size() % 2 == 1) return sorted[middle];
  return (sorted[middle - 1] + sorted[middle]) / 2;
}

double series::least() const {
  return *std::min_element(values.begin(), values.end());
}

double series::greatest() const {
  return *std::max_element(values.begin(), values.end());
}

series pair_of_series::combined(
    const std::function<double(double, double)>& combine) const {
  series result;
  for (std::size_t round = 0; round < ours.values.size(); ++round) {
    result.values.push_back(combine(ours.values[round], other.values[round]));
  }
  return result;
}

series pair_of_series::other_by_ours() const {
  return combined([](double a, double b) { return b / a; });
}

series pair_of_series::ours_by_other() const {
  return combined([](double a, double b) { return a / b; });
}

series pair_of_series::ours_less_other() const {
  return combined([](double a, double b) { return a - b; });
}

pair_of_series alternate(int rounds, const std::function<double()>& ours,
                         const std::function<double()>& other) {
  pair_of_series result;
  for (int round = 0; round < rounds; ++round) {
    result.ours.values.push_back(ours());
    result.other.values.push_back(other());
  }
  return result;
}

std::string to_text(const series& measured, double scale,
                    const std::string& unit) {
  const std::string median =
      fmt::format("{}{}", number(measured.median() * scale), unit);
  if (measured.values.size() == 1) return median;
  return fmt::format("{} ({}..{})", median, number(measured.least() * scale),
                     number(measured.greatest() * scale));
}

}  // namespace parallel_testing::benchmark
