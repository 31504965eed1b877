// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "commands/merge/shards.hpp"

namespace parallel_testing::merge_command {

struct junit_file {
  std::string path;  // for errors
  std::string text;
};

struct merged_junit {
  std::string text;
  std::size_t tests = 0;
  std::size_t bad = 0;  // failures and errors
  std::vector<found_shard> shards;
  /// Suites with results that their test cases do not show; each has a
  /// test case with an error for that now.
  std::vector<std::string> problems;
};

/// One <testsuites> with all that the files have, counted anew: suites in
/// suites, tests without a suite, properties. Its time is that of the slowest
/// file, because shards run side by side. Tests where no reader would find them
/// are refused; characters that XML cannot hold are replaced. Entities a file
/// declares are not resolved but refused. Throws cli::failure that names the
/// file and the line. Pure.
[[nodiscard]] merged_junit merge_junit(const std::vector<junit_file>& files);

}  // namespace parallel_testing::merge_command
