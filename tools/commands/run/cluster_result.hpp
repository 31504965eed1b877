// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Joins what the nodes of a run left to what a run on one machine leaves.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "commands/run/cluster_tests.hpp"
#include "commands/run/settings.hpp"
#include "results/run_result.hpp"

namespace parallel_testing::run_command {

struct joined_run {
  tools::run_result result;
  std::string events;  ///< path of the joined log
};

/// Joins logs, times, artifacts and costs, and removes what only the agents
/// needed. `outputs` are those of tests that passed, by name. The log of the
/// run must be complete. Throws cli::failure.
[[nodiscard]] joined_run join_nodes(
    const run_settings& with, const cluster_tests& tests,
    const std::vector<std::string>& nodes,
    const std::unordered_map<std::string, std::string>& outputs);

}  // namespace parallel_testing::run_command
