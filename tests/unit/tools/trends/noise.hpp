// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Simulated times of a test, the same on every machine.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "trends/slow_down.hpp"

namespace parallel_testing::tools {

/// How the times of an unchanged test scatter.
struct noise {
  const char* name;
  double sigma = 0;       ///< of the logarithm
  double memory = 0;      ///< correlation of one run with the next
  double rare_share = 0;  ///< of runs that take `rare_factor` times as long
  double rare_factor = 1;
  std::int64_t step_us = 1;  ///< the resolution of the clock
};

inline constexpr noise noises[] = {
    {"quiet machine, 5 %", 0.05},
    {"usual machine, 20 %", 0.2},
    {"loud machine, 50 %", 0.5},
    {"very loud machine, 100 %", 1.0},
    {"one run in ten takes 5 times as long", 0.1, 0, 0.1, 5},
    {"one run in two is on a machine of half the speed", 0.1, 0, 0.5, 2},
    {"one run in five is on a machine of a third of the speed", 0.1, 0, 0.2, 3},
    {"20 %, similar to the run before (0.7)", 0.2, 0.7},
    {"40 %, similar to the run before (0.5)", 0.4, 0.5},
    {"hundredths of a second, 20 %", 0.2, 0, 0, 1, 10'000},
};

class simulated_test {
 public:
  simulated_test(const noise& of, std::uint64_t seed)
      : noise_(of), random_(seed) {}

  /// The time of the next run; `factor` is how much slower the test became.
  std::int64_t next_us(double factor = 1) {
    constexpr double usual_us = 200'000;
    constexpr double half = 0.5;
    state_ = noise_.memory * state_ +
             std::sqrt(1 - noise_.memory * noise_.memory) * normal();
    double time_us = usual_us * factor * std::exp(noise_.sigma * state_);
    if (uniform() < noise_.rare_share) {
      time_us *= noise_.rare_factor;
    }
    const auto step = static_cast<double>(noise_.step_us);
    return static_cast<std::int64_t>(std::floor(time_us / step + half) * step);
  }

 private:
  /// Between 0 and 1.
  double uniform() {
    constexpr double bits = 9007199254740992;  // 2^53
    return (static_cast<double>(random_() >> 11U) + 1) / (bits + 1);
  }
  /// By Box and Muller: the distributions of the standard library differ.
  double normal() {
    constexpr double pi = 3.14159265358979323846;
    return std::sqrt(-2 * std::log(uniform())) * std::cos(2 * pi * uniform());
  }

  noise noise_;
  std::mt19937_64 random_;
  double state_ = 0;
};

/// How many of `tests` simulated tests the check reports in one of `runs` runs,
/// which follow 20 runs that are never reported because they are too few.
/// From run `slower_from` on, they take `factor` times as long.
inline std::size_t reported_tests(const noise& of, std::size_t tests,
                                  std::size_t runs, double factor = 1,
                                  std::size_t slower_from = 0) {
  constexpr std::size_t kept = 50;
  constexpr std::size_t before = fewest_earlier_times + latest_times - 1;
  std::size_t reported = 0;
  for (std::size_t test = 0; test < tests; ++test) {
    simulated_test simulated(of, test + 1);
    std::vector<std::int64_t> times;
    bool is_reported = false;
    for (std::size_t run = 0; run < before + runs && !is_reported; ++run) {
      const bool is_slower = factor > 1 && run >= before + slower_from;
      times.push_back(simulated.next_us(is_slower ? factor : 1));
      if (times.size() > kept) {
        times.erase(times.begin());
      }
      is_reported = find_slow_down(times).has_value();
    }
    reported += is_reported ? 1 : 0;
  }
  return reported;
}

}  // namespace parallel_testing::tools
