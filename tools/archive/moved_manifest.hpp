// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The list of cases that discovery wrote, when the paths in it have moved.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "archive/moved_paths.hpp"

namespace parallel_testing::tools {

/// The file with the lists of cases that share a process, beside the manifest
/// `path`: `x_units.txt` of `x_manifest.cmake`; "" if `path` is not a manifest.
[[nodiscard]] std::string units_file_of(const std::string& path);

/// Moves the paths in a manifest. It contains positions in `units`, the text
/// before its own paths moved: `@0+108`. Pure.
[[nodiscard]] std::string move_manifest(std::string_view manifest,
                                        std::string_view units,
                                        const std::vector<moved_path>& moves);

}  // namespace parallel_testing::tools
