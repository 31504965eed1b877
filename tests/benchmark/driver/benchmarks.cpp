// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "benchmarks.hpp"

namespace parallel_testing::benchmark {

const std::vector<named_benchmark>& all_benchmarks() {
  static const std::vector<named_benchmark> all = {
      {"discovery", "list 5,000 and 50,000 cases", measure_discovery},
      {"loading", "load 20,000 tests into ctest", measure_loading},
      {"one_case", "run one case through the adapter", measure_one_case},
      {"launcher", "run a command through the launcher", measure_launcher},
      {"watching", "watch what programs touch", measure_watching},
      {"calls", "calls of the runtime", measure_calls},
      {"ports", "free ports under churn", measure_ports},
      {"compiling", "include the headers", measure_compiling},
      {"order", "ten shapes of suites at -j4, made of sleeps", measure_order},
      {"batching", "run 20,000 cases in batches and alone", measure_batching},
      {"forking", "fork cases from a prepared process", measure_forking},
      {"coverage", "collect and sum coverage data", measure_coverage},
      {"tool", "run 1,000 trivial tests through the tool", measure_tool},
      {"waiting", "run 200 waiting cases at -j4", measure_waiting},
  };
  return all;
}

}  // namespace parallel_testing::benchmark
