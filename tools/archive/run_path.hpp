// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where the dynamic linker looks for the libraries of a program that moved.
// Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace parallel_testing::tools {

/// A directory of DT_RUNPATH.
struct run_directory {
  std::string given;    ///< as the program has it
  std::string place{};  ///< in the archive; empty if it does not move
  bool is_used = true;  ///< it has a library that the program needs
};

/// The text for DT_RUNPATH of a program in the directory `own_place`: with all
/// directories, or with those that are used. Nothing if neither fits in `space`
/// characters.
[[nodiscard]] std::optional<std::string> moved_run_path(
    const std::vector<run_directory>& directories, const std::string& own_place,
    std::size_t space);

/// CMake code with which ctest passes the directories of libraries on to its
/// tests, before those that it inherits.
[[nodiscard]] std::string library_path_code(
    const std::vector<std::string>& directories);

}  // namespace parallel_testing::tools
