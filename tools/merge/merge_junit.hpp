// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace parallel_testing::merge_command {

struct junit_file {
  std::string path;  // for errors
  std::string text;
};

struct merged_junit {
  std::string text;
  std::size_t tests = 0;
  std::size_t bad = 0;  // failures and errors
};

/// One <testsuites> with the suites of all files, counted anew; its time is
/// that of the slowest file, because shards run side by side. Entities a file
/// declares are not resolved but refused. Throws cli::failure that names the
/// file and the line. Pure.
[[nodiscard]] merged_junit merge_junit(const std::vector<junit_file>& files);

}  // namespace parallel_testing::merge_command
