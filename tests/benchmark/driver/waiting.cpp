// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <filesystem>
#include <stdexcept>

#include "benchmarks.hpp"
#include "command.hpp"
#include "statistics.hpp"
#include "surroundings.hpp"

namespace parallel_testing::benchmark {

namespace {

/// Wall-clock seconds of the two hundred cases.
double duration(const char* level) {
  const cost ended =
      run({{place::ctest, level}, {}, place::samples + "/waiting"});
  const std::string all_passed = "100% tests passed, 0 tests failed out of 200";
  if (ended.output.find(all_passed) == std::string::npos) {
    throw std::runtime_error("not all waiting cases ran:\n" + ended.output);
  }
  return ended.wall_s;
}

}  // namespace

rows measure_waiting(int rounds) {
  // The times of 20,000 cases of another sample, which ctest would read first,
  // are in this file, too; a suite of 200 has its own.
  std::filesystem::remove(place::build + "/Testing/ParallelTesting/times.txt");
  const pair_of_series measured = alternate(
      rounds, [] { return duration("-j4"); }, [] { return duration("-j1"); });
  const series ratio = measured.other_by_ours();
  constexpr double least_ratio = 3.8;
  return {{"200 cases of 50 ms that wait, wall time at -j4",
           to_text(measured.ours, 1, " s"),
           to_text(measured.other, 1, " s") + " at -j1",
           to_text(ratio, 1, " times less"), "3.8 times less",
           ratio.median() >= least_ratio}};
}

}  // namespace parallel_testing::benchmark
