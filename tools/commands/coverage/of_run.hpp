// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <optional>
#include <string>

namespace parallel_testing::coverage_command {

/// The JSON report of what one run covered, the same text for the same counts.
/// Nothing when its tests left no data. Uses them up. Throws cli::failure.
[[nodiscard]] std::optional<std::string> coverage_of_run(
    const std::string& build, const std::string& configuration,
    const std::string& run_directory);

}  // namespace parallel_testing::coverage_command
