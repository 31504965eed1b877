// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where tests run: the build tree, and what is known of its project.
#pragma once

#include <string>
#include <vector>

#include "base/programs.hpp"
#include "ctest/ctest_listing.hpp"

namespace parallel_testing::tools {

/// Value of a variable in a CMakeCache.txt, empty when it has none.
[[nodiscard]] std::string cached_value(const std::string& build,
                                       const std::string& variable);

/// Whether its tests are registered by ParallelTesting.
[[nodiscard]] bool uses_module(const std::string& build);

/// The build tree that the directory, where ctest starts, belongs to: itself or
/// the nearest around it that was configured.
[[nodiscard]] std::string build_tree_of(const std::string& directory);

/// Throws cli::failure unless ctest will find tests there.
void check_build_directory(const std::string& build);

/// The directory a ctest with these arguments works in, which ctest itself
/// prints: a preset may choose any. Throws cli::failure.
[[nodiscard]] std::string build_directory_of_preset(
    const std::string& ctest, const std::vector<std::string>& arguments,
    const variables& environment);

/// All tests that ctest lists with these arguments; none when it cannot.
[[nodiscard]] std::vector<listed_test> list_tests(
    const std::string& ctest, const std::vector<std::string>& arguments,
    const variables& environment);

/// Databases that the environment names, passwords left out. Pure.
[[nodiscard]] std::vector<std::string> databases_of(
    const variables& environment);

}  // namespace parallel_testing::tools
