// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The programs of ParallelTesting in an archive.
#pragma once

#include <string>
#include <vector>

#include "archive/tree_reader.hpp"

namespace parallel_testing::tools {

/// Archives the running program, the launcher of the build tree or the one of
/// this program, and the files beside it, in the layout of an installation
/// below `tool`. Returns the moves of launchers that the build tree names.
[[nodiscard]] std::vector<moved_path> add_own_files(tree_reader& into);

}  // namespace parallel_testing::tools
