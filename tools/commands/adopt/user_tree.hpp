// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The source tree of the user, which changes only with `--apply`.
#pragma once

#include <functional>
#include <string>
#include <system_error>
#include <vector>

#include "adopt/patch.hpp"

namespace parallel_testing::adopt_command {

/// Throws cli::failure unless the directory is part of a git work tree without
/// changes to tracked files, so that what `--apply` does can be taken back.
void require_clean(const std::string& source);

/// Whether `git` tracks the directory as a submodule, or another repository is
/// there.
[[nodiscard]] bool is_repository(const std::string& directory);

/// As rename(2).
[[nodiscard]] std::error_code rename_file(const std::string& from,
                                          const std::string& to);

using file_renamer = std::function<std::error_code(const std::string& from,
                                                   const std::string& to)>;

/// Writes all files into the directory, or none. The new and the old texts are
/// on the disk before the first file is replaced, so that replacing, and
/// restoring after a failure, only rename files. Throws cli::failure if a file
/// is not as it was when the patch was made, or cannot be replaced; the message
/// names files that could not be restored.
void apply_changes(const std::string& source,
                   const std::vector<tools::changed_file>& files,
                   const file_renamer& rename = rename_file);

}  // namespace parallel_testing::adopt_command
