// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "benchmarks.hpp"
#include "command.hpp"
#include "statistics.hpp"
#include "surroundings.hpp"

namespace parallel_testing::benchmark {

namespace {

/// Wall-clock seconds of all twenty thousand cases of one folder.
double duration(const std::string& folder) {
  const cost ended = run({{place::ctest, "-j2", "-Q"}, {}, folder});
  return ended.wall_s;
}

}  // namespace

rows measure_batching(int) {
  // A process for each case takes minutes: one round, with both halves in it.
  const pair_of_series measured = alternate(
      1, [] { return duration(place::samples + "/batched"); },
      [] { return duration(place::samples + "/batched_peer"); });
  const series ratio = measured.other_by_ours();
  constexpr double least_ratio = 5;
  return {{"20,000 empty cases in batches of 100, wall time at -j2",
           to_text(measured.ours, 1, " s"),
           to_text(measured.other, 1, " s") + " in a process each",
           to_text(ratio, 1, " times less"), "5 times less",
           ratio.median() >= least_ratio}};
}

}  // namespace parallel_testing::benchmark
