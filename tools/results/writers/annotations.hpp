// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Annotations that GitHub shows beside the lines of a change.
#pragma once

#include <string>

#include "results/run_result.hpp"

namespace parallel_testing::tools {

/// One line `::error file=…,line=…` for each test that did not pass: where it
/// crashed or hung, or else where it is declared. `workspace` is the directory
/// that the paths become relative to. Pure.
[[nodiscard]] std::string annotations_text(const run_result& result,
                                           const std::string& workspace);

}  // namespace parallel_testing::tools
