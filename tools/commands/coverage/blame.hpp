// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

#include "commands/coverage/readers/backend.hpp"
#include "results/run_result.hpp"

namespace parallel_testing::coverage_command {

/// Warnings for the reader of a report: tests that were killed before they
/// could write their data, and data that are ignored, with the tests that may
/// have left them. `data` is the directory with the data. Pure.
[[nodiscard]] std::vector<std::string> warnings_about(
    const tools::run_result& run, const std::vector<data_problem>& problems,
    const std::string& data);

}  // namespace parallel_testing::coverage_command
