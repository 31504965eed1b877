// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Prints the error rates of the check for slower cases, as a table for
// README.md. The simulation is the same on every machine.
#include <cstddef>
#include <cstdio>

#include "noise.hpp"

namespace {

namespace tools = parallel_testing::tools;

constexpr std::size_t tests = 5000;
/// A slow-down begins when the history is full.
constexpr std::size_t usual_runs = 30;

double percent(std::size_t reported) {
  return 100.0 * static_cast<double>(reported) / static_cast<double>(tests);
}

double found(const tools::noise& of, std::size_t runs, double factor) {
  return percent(
      tools::reported_tests(of, tests, usual_runs + runs, factor, usual_runs));
}

}  // namespace

int main() {
  std::printf(
      "| Noise of the times | False alarms | Twice as slow, 10 runs | 15 runs "
      "| Three times as slow, 10 runs |\n|---|---:|---:|---:|---:|\n");
  for (const tools::noise& each : tools::noises) {
    std::printf("| %s | %.2f %% | %.0f %% | %.0f %% | %.0f %% |\n", each.name,
                percent(tools::reported_tests(each, tests, 100)),
                found(each, 10, 2), found(each, 15, 2), found(each, 10, 3));
  }
  return 0;
}
