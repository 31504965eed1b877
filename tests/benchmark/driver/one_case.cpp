// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "benchmarks.hpp"
#include "command.hpp"
#include "statistics.hpp"
#include "surroundings.hpp"

namespace parallel_testing::benchmark {

rows measure_one_case(int rounds) {
  constexpr int runs_per_round = 80;
  const scratch_directory scratch;
  const auto command_of = [&](const std::string& program) {
    return scratch.as_test({place::programs + "/" + program,
                            "--gtest_filter=Orders.AreSaved",
                            "--gtest_also_run_disabled_tests"});
  };
  const command ours = command_of("one_case");
  const command peer = command_of("one_case_peer");
  // The first test of a run makes its directories.
  for (const command& warm_up : {ours, peer}) static_cast<void>(run(warm_up));
  const pair_of_series measured = alternate(
      rounds * runs_per_round, [&] { return run(ours).cpu_s; },
      [&] { return run(peer).cpu_s; });
  constexpr double ms = 1e3;
  constexpr double most_ms = 0.3;
  const double more_ms =
      (measured.ours.median() - measured.other.median()) * ms;
  return {
      {"one case in a process of its own", to_text(measured.ours, ms, " ms"),
       to_text(measured.other, ms, " ms") + " without us",
       to_text({{more_ms}}, 1, " ms more"), "0.3 ms more", more_ms <= most_ms}};
}

}  // namespace parallel_testing::benchmark
