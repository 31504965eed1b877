// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "cli/command.hpp"
#include "commands/run/options.hpp"
#include "commands/run/runner.hpp"

namespace parallel_testing::run_command {

/// Runs the tests on nodes of a cluster, without printing a result. Throws
/// cli::failure.
[[nodiscard]] finished_run run_on_cluster(
    const cli::invocation& given, const options& wanted,
    const tools::sorted_arguments& sorted);

}  // namespace parallel_testing::run_command
