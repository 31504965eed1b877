// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "benchmarks.hpp"
#include "command.hpp"
#include "statistics.hpp"
#include "surroundings.hpp"

namespace parallel_testing::benchmark {

namespace {

constexpr int runs_per_round = 100;
constexpr double ms = 1e3;

double cpu_of(const command& measured) {
  return run(measured).cpu_s;
}

struct launched_way {
  std::string shown;
  std::string markers;
  double most_s;  ///< more than the bare command, 0: no target
};

row measure(const scratch_directory& scratch, const launched_way& way,
            int rounds) {
  command ours =
      scratch.as_test({place::launcher, "--name=x", "--markers=" + way.markers,
                       "--", "/bin/true"});
  // What the scripts inside ctest found out once for all tests.
  ours.variables.emplace_back("PARALLEL_TESTING_ISOLATION_FOUND",
                              "network,tmp,ipc");
  const command other = scratch.as_test({"/bin/true"});
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
  row result{way.shown, to_text(measured.ours, ms, " ms"),
             to_text(measured.other, ms, " ms") + " the bare command",
             to_text(more, ms, " ms more")};
  if (way.most_s > 0) {
    result.target = to_text({{way.most_s}}, ms, " ms more");
    result.is_met = more.median() <= way.most_s;
  }
  return result;
}

}  // namespace

rows measure_launcher(int rounds) {
  const scratch_directory scratch;
  rows result;
  for (const launched_way& way : std::initializer_list<launched_way>{
           {"a command under the launcher", "", 0.7e-3},
           {"the same with a lock and two ports", "lock:x,ports:2", 0},
           {"the same with a private network", "isolate:network", 0},
           {"the same with private network, /tmp and ipc", "isolate", 0}}) {
    result.push_back(measure(scratch, way, rounds));
  }
  return result;
}

}  // namespace parallel_testing::benchmark
