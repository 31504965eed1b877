// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Edits of a text, and the patch that makes them. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace parallel_testing::tools {

/// Replaces the characters from `begin` to `end`.
struct text_edit {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string replacement{};
};

/// The text after the edits, which do not overlap and may have any order.
[[nodiscard]] std::string edited(std::string_view text,
                                 std::vector<text_edit> edits);

/// A file before and after.
struct changed_file {
  std::string path;      ///< relative to the source directory
  std::string before{};  ///< "" for a new file
  std::string after{};
  bool is_new = false;
};

/// A unified diff of the files with three lines of context, for `git apply` and
/// `patch -p1`. Lines keep their line ends. Files that do not differ are left
/// out.
[[nodiscard]] std::string patch_of(const std::vector<changed_file>& files);

/// The added and removed lines of a patch.
[[nodiscard]] std::size_t changed_lines(std::string_view patch);

}  // namespace parallel_testing::tools
