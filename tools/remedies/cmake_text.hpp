// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Pieces of CMake code. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "observed/observation.hpp"

namespace parallel_testing::tools {

/// A quoted argument that CMake reads back as `text`.
[[nodiscard]] std::string quoted_argument(std::string_view text);

/// The same, without quotes where none are needed.
[[nodiscard]] std::string argument(std::string_view text);

/// A glob of parallel_mark_tests() that matches only this name, and that the
/// call does not take for a keyword.
[[nodiscard]] std::string glob_of(std::string_view name);

/// The globs that mark the cases of a test.
[[nodiscard]] std::vector<std::string> globs_of(const watched_test& test);

/// Lines of a comment of at most 80 columns.
[[nodiscard]] std::string comment(std::string_view text);

/// A call with one group of arguments on each line, or on one line if there is
/// room.
[[nodiscard]] std::string call(std::string_view function,
                               const std::vector<std::string>& groups);

}  // namespace parallel_testing::tools
