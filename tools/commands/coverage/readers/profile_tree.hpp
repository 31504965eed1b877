// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Merges any number of clang profiles. It merges groups of them side by side,
// and then the results, so that no process opens many files.
#pragma once

#include <string>
#include <vector>

#include "commands/coverage/readers/backend.hpp"

namespace parallel_testing::coverage_command {

/// Writes the sum of `files` to the file `into`, unless none of them can be
/// read. `scratch` is an existing directory.
[[nodiscard]] merged_data merge_profiles(const std::string& llvm_profdata,
                                         const std::vector<std::string>& files,
                                         const std::string& into,
                                         const std::string& scratch);

}  // namespace parallel_testing::coverage_command
