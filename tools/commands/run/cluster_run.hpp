// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <functional>

#include "cli/command.hpp"
#include "commands/run/options.hpp"
#include "commands/run/runner.hpp"

namespace parallel_testing::run_command {

using conclusion_of_run = std::function<void(const finished_run&)>;

/// Runs the tests on nodes of a cluster. Calls `conclude` with the result
/// before the last processes on the nodes have ended, and returns after that.
/// Throws cli::failure.
[[nodiscard]] finished_run run_on_cluster(const cli::invocation& given,
                                          const options& wanted,
                                          const tools::sorted_arguments& sorted,
                                          const conclusion_of_run& conclude);

}  // namespace parallel_testing::run_command
