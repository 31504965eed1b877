// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which tests are shared out.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "commands/shard/options.hpp"
#include "ctest/ctest_listing.hpp"

namespace parallel_testing::shard_command {

/// The one of the options, else that of the preset, else the current directory.
/// Throws cli::failure.
[[nodiscard]] std::string build_directory(const options& wanted);

/// All tests of a build tree, and which of them are shared out.
struct test_choice {
  std::vector<tools::listed_test> all;
  std::vector<std::size_t> chosen;
};

/// Throws cli::failure.
[[nodiscard]] test_choice choose_tests(const options& wanted);

}  // namespace parallel_testing::shard_command
