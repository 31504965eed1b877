// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The build tree in which tests run, and facts about its project.
#pragma once

#include <string>
#include <vector>

#include "base/programs.hpp"
#include "ctest/ctest_listing.hpp"

namespace parallel_testing::tools {

/// The value of a variable in CMakeCache.txt; empty if it is not there.
[[nodiscard]] std::string cached_value(const std::string& build,
                                       const std::string& variable);

/// Whether ParallelTesting registers tests in this build tree.
[[nodiscard]] bool uses_module(const std::string& build);

/// The build tree of a directory in which ctest starts: the directory itself,
/// or the nearest one above it that was configured.
[[nodiscard]] std::string build_tree_of(const std::string& directory);

/// Throws cli::failure unless the directory has tests for ctest.
void check_build_directory(const std::string& build);

/// The directory in which ctest works with these arguments, as ctest prints it:
/// a preset may choose any directory. Throws cli::failure.
[[nodiscard]] std::string build_directory_of_preset(
    const std::string& ctest, const std::vector<std::string>& arguments,
    const variables& environment);

/// All tests that ctest lists with these arguments; empty if it cannot list
/// them.
[[nodiscard]] std::vector<listed_test> list_tests(
    const std::string& ctest, const std::vector<std::string>& arguments,
    const variables& environment);

/// The databases that the environment names, without passwords. Pure.
[[nodiscard]] std::vector<std::string> databases_of(
    const variables& environment);

}  // namespace parallel_testing::tools
