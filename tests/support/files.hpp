// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

namespace parallel_testing::support {

/// The whole file; throws when it cannot be read.
[[nodiscard]] std::string read_file(const std::string& path);
void write_file(const std::string& path, const std::string& content);

/// Empty when there is no such file.
[[nodiscard]] std::vector<std::string> read_lines(const std::string& path);

/// Paths of all files and directories below `path`, sorted, relative to it.
[[nodiscard]] std::vector<std::string> tree_of(const std::string& path);

}  // namespace parallel_testing::support
