// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The source tree of the user, which changes only with `--apply`.
#pragma once

#include <string>
#include <vector>

#include "adopt/patch.hpp"

namespace parallel_testing::adopt_command {

/// Throws cli::failure unless the directory is part of a git work tree without
/// changes to tracked files, so that what `--apply` does can be taken back.
void require_clean(const std::string& source);

/// Whether `git` tracks the directory as a submodule, or another repository is
/// there.
[[nodiscard]] bool is_repository(const std::string& directory);

/// Writes the files into the directory. Throws cli::failure, before it changes
/// anything, if one of them is not as it was when the patch was made.
void apply_changes(const std::string& source,
                   const std::vector<tools::changed_file>& files);

}  // namespace parallel_testing::adopt_command
