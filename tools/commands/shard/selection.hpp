// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Selects the tests to distribute.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "commands/shard/options.hpp"
#include "ctest/ctest_listing.hpp"

namespace parallel_testing::shard_command {

/// The build directory of the options, otherwise that of the preset, otherwise
/// the current one. Throws cli::failure.
[[nodiscard]] std::string build_directory(const options& wanted);

/// All tests of a build tree, and those to distribute.
struct test_choice {
  std::vector<tools::listed_test> all;
  std::vector<std::size_t> chosen;
};

/// Throws cli::failure.
[[nodiscard]] test_choice choose_tests(const options& wanted);

}  // namespace parallel_testing::shard_command
