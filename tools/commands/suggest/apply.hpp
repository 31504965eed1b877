// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Writes the suggestions into the source tree.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"
#include "ctest/ctest_listing.hpp"
#include "observed/observation.hpp"
#include "remedies/remedies.hpp"

namespace parallel_testing::suggest_command {

/// Whether suggestions use the functions of ParallelTesting where they can.
enum class dialect { parallel_testing, stock };

/// Replaces cmake/parallel_testing_suggestions.cmake in the source tree of `of`
/// by the suggestions for it, except for the lines of the user. Prints what has
/// changed, and the line that includes the file if no CMakeLists.txt has it.
/// `all` are the tests of the build tree. Throws cli::failure if one of them
/// was not watched, if nothing is certain about a test with suggestions, or if
/// the file cannot be replaced.
void apply(const cli::invocation& given, const tools::observation& of,
           const std::vector<tools::listed_test>& all,
           const tools::abilities& here, dialect which);

}  // namespace parallel_testing::suggest_command
