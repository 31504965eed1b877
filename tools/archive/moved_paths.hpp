// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Paths in texts and programs, when their directories have moved. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace parallel_testing::tools {

/// A directory or file that moved; both paths are absolute.
struct moved_path {
  std::string from;
  std::string to;
};

/// Replaces each `from` in the text that is a whole path or the beginning of
/// one: `/src` in `-I/src/x`, but not in `/src2` or `/old/src`. Of two that
/// begin at the same place, the longer one counts.
[[nodiscard]] std::string move_paths(std::string_view text,
                                     const std::vector<moved_path>& moves);

/// Whether the text has a path that one of `directories` begins.
[[nodiscard]] bool has_paths_below(std::string_view text,
                                   const std::vector<std::string>& directories);

/// The paths in a text or a program that one of `directories` begins, each
/// once, in order. A path ends at a quote, blank, separator or control
/// character, or only at a control character, as `ends` states.
enum class path_ends { at_separator, at_line };
[[nodiscard]] std::vector<std::string> paths_below(
    std::string_view text, const std::vector<std::string>& directories,
    path_ends ends = path_ends::at_separator);

/// Replaces `from` by `to` in a program, in which nothing can change its place:
/// slashes fill the difference, so `to` must not be longer. Replaces it only
/// within `first` … `first + size`. Returns the number of replacements.
std::size_t patch_paths(std::string& program, std::size_t first,
                        std::size_t size, const moved_path& move);

/// The path without its last component: "" for "/x" and "x".
[[nodiscard]] std::string parent_of(const std::string& path);

/// Whether `path` is `directory` or below it.
[[nodiscard]] bool is_below(std::string_view path, std::string_view directory);

/// The longest directory that both paths have in common; "" for the root.
[[nodiscard]] std::string common_directory(const std::string& one,
                                           const std::string& other);

}  // namespace parallel_testing::tools
