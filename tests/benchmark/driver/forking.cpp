// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fmt/format.h>

#include "benchmarks.hpp"
#include "command.hpp"
#include "statistics.hpp"
#include "surroundings.hpp"

namespace parallel_testing::benchmark {

namespace {

constexpr double cases_of_small_samples = 200;

cost run_tests(const std::string& folder) {
  return run({{place::ctest, "-j2", "-Q"}, {}, folder});
}

double cpu_of(const std::string& sample) {
  return run_tests(place::samples + "/isolated/" + sample).cpu_s;
}

/// Wall-clock seconds of all twenty thousand cases without ctest: one process
/// each, two at a time.
double duration_by_xargs() {
  const std::string every_case =
      "for s in 0 1 2 3 4 5 6 7 8 9; do for c in $(seq 0 1999); do"
      " echo --gtest_filter=Suite$s.Case$c; done; done";
  return run({{"sh", "-c",
               every_case + " | xargs -P2 -n1 ./loading_peer >/dev/null"},
              {},
              place::programs})
      .wall_s;
}

row row_of_many() {
  // The slower halves take minutes: one round.
  const pair_of_series measured = alternate(
      1, [] { return run_tests(place::samples + "/isolated/many").wall_s; },
      [] { return run_tests(place::samples + "/batched_peer").wall_s; });
  const double by_xargs = duration_by_xargs();
  constexpr double least_ratio = 20;
  constexpr double most_seconds = 10;
  const double ratio = measured.other_by_ours().median();
  return {"20,000 empty cases forked (ISOLATED), wall time at -j2",
          to_text(measured.ours, 1, " s"),
          fmt::format("{} in a process each, {:.0f} s by xargs without us",
                      to_text(measured.other, 1, " s"), by_xargs),
          to_text(measured.other_by_ours(), 1, " times less"),
          "10 s, 20 times less",
          ratio >= least_ratio && measured.ours.median() <= most_seconds};
}

row row_of_start(int rounds, const std::string& what, const std::string& sample,
                 double least_ratio) {
  const pair_of_series measured = alternate(
      rounds, [&] { return cpu_of(sample); },
      [&] { return cpu_of(sample + "_each"); });
  const series ratio = measured.other_by_ours();
  return {what,
          to_text(measured.ours, 1, " s"),
          to_text(measured.other, 1, " s") + " in a process each",
          to_text(ratio, 1, " times less"),
          fmt::format("{:g} times less", least_ratio),
          ratio.median() >= least_ratio};
}

row row_of_heap(int rounds) {
  const pair_of_series measured = alternate(
      rounds, [] { return cpu_of("heap"); },
      [] { return cpu_of("slow_start"); });
  constexpr double ms_in_s = 1000;
  return {"one forked case, 1 GB of memory written to before the cases",
          to_text(measured.ours, ms_in_s / cases_of_small_samples, " ms"),
          to_text(measured.other, ms_in_s / cases_of_small_samples, " ms") +
              " after 50 ms of start",
          to_text(measured.ours_by_other(), 1, " times"),
          "",
          true};
}

}  // namespace

rows measure_forking(int rounds) {
  constexpr double of_slow_start = 15;
  constexpr double of_libraries = 8;
  return {row_of_many(),
          row_of_start(rounds, "200 cases forked, 50 ms of static objects",
                       "slow_start", of_slow_start),
          row_of_start(rounds, "200 cases forked, 60 shared libraries",
                       "libraries", of_libraries),
          row_of_heap(rounds)};
}

}  // namespace parallel_testing::benchmark
