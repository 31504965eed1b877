// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The arguments with which a whole program writes one report, as keywords with
// which each of its cases writes its own. Pure.
#pragma once

#include <string>
#include <vector>

#include "discovered/frameworks.hpp"

namespace parallel_testing::tools {

/// Takes the arguments, as CMake code has them, that name a file for the
/// report, and its reporter, and returns the keywords of
/// parallel_discover_tests() for them: `OUTPUT_DIR reports`. All cases would
/// write the same file otherwise. Takes and returns nothing if no argument
/// names a file.
[[nodiscard]] std::vector<std::string> take_report_arguments(
    framework of, std::vector<std::string>& arguments);

}  // namespace parallel_testing::tools
