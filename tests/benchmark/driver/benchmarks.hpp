// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

#include "table.hpp"

namespace parallel_testing::benchmark {

/// Rounds are those of the slowest measurements; quick ones make more.
using rows = std::vector<row>;

/// Listing the cases of an executable after its link.
[[nodiscard]] rows measure_discovery(int rounds);
/// Loading the registered tests into ctest.
[[nodiscard]] rows measure_loading(int rounds);
/// Running one case in its own process.
[[nodiscard]] rows measure_one_case(int rounds);
/// Running a command through the launcher.
[[nodiscard]] rows measure_launcher(int rounds);
/// Watching what programs touch.
[[nodiscard]] rows measure_watching(int rounds);
/// Calls of the runtime inside a test.
[[nodiscard]] rows measure_calls(int rounds);
/// Free ports while others come and go.
[[nodiscard]] rows measure_ports(int rounds);
/// Including the public headers.
[[nodiscard]] rows measure_compiling(int rounds);
/// Running very many cases that do nothing.
[[nodiscard]] rows measure_batching(int rounds);
/// Forking cases from a process that has started once.
[[nodiscard]] rows measure_forking(int rounds);
/// Running cases that wait, several at a time.
[[nodiscard]] rows measure_waiting(int rounds);

/// Running a thousand trivial tests with the tool and with ctest alone.
[[nodiscard]] rows measure_tool(int rounds);

/// Counting what tests cover, and summing it.
[[nodiscard]] rows measure_coverage(int rounds);

/// Starting tests in an order that wastes no worker.
[[nodiscard]] rows measure_order(int rounds);

struct named_benchmark {
  std::string name;
  std::string purpose;
  rows (*measure)(int rounds);
};

[[nodiscard]] const std::vector<named_benchmark>& all_benchmarks();

}  // namespace parallel_testing::benchmark
