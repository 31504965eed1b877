// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Files that are read and written as a whole.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace parallel_testing::tools {

/// The whole file; nothing when it cannot be read.
[[nodiscard]] std::optional<std::string> read_file(const std::string& path);

/// Puts `text` in the place of the file: a reader sees the old text or the new
/// one. A device or a pipe is written to, and what a link leads to is replaced.
/// Returns what prevented it.
[[nodiscard]] std::error_code replace_file(const std::string& path,
                                           std::string_view text);

}  // namespace parallel_testing::tools
