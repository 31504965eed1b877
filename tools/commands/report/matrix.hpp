// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The part of the page that shows which tests share what.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "commands/suggest/latest.hpp"

namespace parallel_testing::report_command {

/// The matrix has at most that many rows and columns.
inline constexpr std::size_t most_matrix_tests = 300;
inline constexpr std::size_t most_matrix_resources = 40;

using suggest_command::known_sharing;

/// {"start_ms", "tests", "resources", "more_tests", "more_resources"}: the
/// names of the tests that share a resource, and of each resource its name,
/// category, strength, roles, conflicts and remedies. Tests with the most
/// resources come first. Pure.
[[nodiscard]] nlohmann::ordered_json matrix_of(const known_sharing& given);

}  // namespace parallel_testing::report_command
