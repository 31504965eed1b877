// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The files that ctest reads in a build tree.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "archive/tree_reader.hpp"

namespace parallel_testing::tools {

/// What a file of ctest names.
struct ctest_references {
  std::vector<std::string> directories;  ///< of subdirs(), as they are written
  std::vector<std::string> includes;     ///< also in if(EXISTS …)
  std::vector<std::string> values;  ///< of set(): resource specs and others
};

/// `directory` is that of the file. Pure.
[[nodiscard]] ctest_references references_in(std::string_view text,
                                             const std::string& directory);

/// Archives the CTest files of the build tree with all that they include, the
/// times of its tests, and what ParallelTesting wrote. Returns the moves of
/// files that are in neither tree.
[[nodiscard]] std::vector<moved_path> add_ctest_files(tree_reader& into);

}  // namespace parallel_testing::tools
