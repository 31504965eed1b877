// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "commands/merge/shards.hpp"

namespace parallel_testing::merge_command {

struct junit_file {
  std::string path;  ///< for errors
  std::string text;
};

struct merged_junit {
  std::string text;
  std::size_t tests = 0;
  std::size_t bad = 0;  ///< failures and errors
  std::vector<found_shard> shards;
  /// Suites with results that their test cases do not show. Each has got a test
  /// case with an error.
  std::vector<std::string> problems;
};

/// Joins the files into one <testsuites> and counts its tests anew. It accepts
/// nested suites, tests without a suite, and properties. The duration is that
/// of the slowest file, because shards run side by side. It refuses tests where
/// no reader would find them, and files that declare entities; it replaces
/// characters that XML forbids. Throws a cli::failure that names the file and
/// the line. Pure.
[[nodiscard]] merged_junit merge_junit(const std::vector<junit_file>& files);

}  // namespace parallel_testing::merge_command
