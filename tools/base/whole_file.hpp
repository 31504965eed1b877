// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Reads and replaces whole files.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace parallel_testing::tools {

/// Returns the contents of the file, nothing if it cannot be read.
[[nodiscard]] std::optional<std::string> read_file(const std::string& path);

/// Replaces the contents of the file by `text`: a reader sees either the old or
/// the new text. Keeps the permissions. Writes to a device or a pipe, and
/// replaces the target of a link. Returns the error on failure.
[[nodiscard]] std::error_code replace_file(const std::string& path,
                                           std::string_view text);

}  // namespace parallel_testing::tools
