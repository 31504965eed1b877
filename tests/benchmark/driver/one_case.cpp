// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "benchmarks.hpp"
#include "command.hpp"
#include "statistics.hpp"
#include "surroundings.hpp"

namespace parallel_testing::benchmark {

namespace {

constexpr int runs_per_round = 80;

double cpu_of(const command& measured) {
  return run(measured).cpu_s;
}

}  // namespace

rows measure_one_case(int rounds) {
  const scratch_directory scratch;
  const auto command_of = [&](const std::string& program) {
    return scratch.as_test({place::programs + "/" + program,
                            "--gtest_filter=Orders.AreSaved",
                            "--gtest_also_run_disabled_tests"});
  };
  const command ours = command_of("one_case");
  const command other = command_of("one_case_peer");
  // The first test of a run makes its directories.
  for (const command& warm_up : {ours, other}) static_cast<void>(run(warm_up));
  pair_of_series measured;
  for (int round = 0; round < rounds; ++round) {
    const pair_of_series runs = alternate(
        runs_per_round, [&] { return cpu_of(ours); },
        [&] { return cpu_of(other); });
    measured.ours.values.push_back(runs.ours.median());
    measured.other.values.push_back(runs.other.median());
  }
  const series more = measured.ours_less_other();
  constexpr double ms = 1e3;
  constexpr double most_s = 0.3e-3;
  return {
      {"one case in a process of its own", to_text(measured.ours, ms, " ms"),
       to_text(measured.other, ms, " ms") + " without us",
       to_text(more, ms, " ms more"), "0.3 ms more", more.median() <= most_s}};
}

}  // namespace parallel_testing::benchmark
