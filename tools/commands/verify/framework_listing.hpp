// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The cases that a test program lists, through its framework's own
// option: independent of how they were registered.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "discovered/discovered_targets.hpp"

namespace parallel_testing::verify_command {

/// Selectors in `--gtest_output=xml:` of a listing. Pure; nothing when it is
/// no such file.
[[nodiscard]] std::optional<std::vector<std::string>> cases_of_googletest(
    const std::string& xml);

/// Names in `--list-tests --reporter xml` of Catch2 3. Lines in front were
/// printed by the program. Pure.
[[nodiscard]] std::optional<std::vector<std::string>> cases_of_catch2(
    std::string_view xml);

/// Names of Catch2 2: `--list-test-names-only`, whose last lines are as many
/// as `--list-tests` counts. Pure.
[[nodiscard]] std::optional<std::vector<std::string>> cases_of_catch2_v2(
    std::string_view names, std::string_view listing);

/// Asks the program for the cases that the call registers, or for those that
/// `selector` chooses if it is not empty; `cmake` is a path. Nothing when it
/// gives no listing.
[[nodiscard]] std::optional<std::vector<std::string>> ask_for_cases(
    const tools::discovered_target& target, const std::string& cmake,
    const std::string& selector = "");

}  // namespace parallel_testing::verify_command
