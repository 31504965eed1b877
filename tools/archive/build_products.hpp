// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which files and directories of a tree no test reads. Pure.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

namespace parallel_testing::tools {

/// Whether only the build needs a file of this name in a build tree: objects,
/// static libraries, the files of the generator and of CMake.
[[nodiscard]] bool is_build_product(std::string_view name);

/// Whether a directory of this name in a build tree has only such files, or
/// what tests wrote.
[[nodiscard]] bool is_build_directory_name(std::string_view name);

/// Whether a directory of this name belongs to a version control system.
[[nodiscard]] bool is_version_control(std::string_view name);

/// Whether the name is that of a source file, which a program often names only
/// for its messages.
[[nodiscard]] bool is_source_name(std::string_view path);

/// The names in a script or program: the words between characters that names do
/// not have. In a program, only names that end a text.
[[nodiscard]] std::unordered_set<std::string> names_in(std::string_view bytes,
                                                       bool is_program);

}  // namespace parallel_testing::tools
