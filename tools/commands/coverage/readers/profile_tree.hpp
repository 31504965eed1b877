// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Merges any number of profiles of clang: some at a time, side by side, and
// then what came of these, so that no process opens many files.
#pragma once

#include <string>
#include <vector>

#include "commands/coverage/readers/backend.hpp"

namespace parallel_testing::coverage_command {

/// Writes the sum of `files` to `into`, a file, unless none of them could be
/// read. `scratch` is a directory that is there.
[[nodiscard]] merged_data merge_profiles(const std::string& llvm_profdata,
                                         const std::vector<std::string>& files,
                                         const std::string& into,
                                         const std::string& scratch);

}  // namespace parallel_testing::coverage_command
