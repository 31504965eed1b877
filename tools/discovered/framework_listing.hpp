// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The cases that a test program lists by the option of its framework,
// independent of their registration.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "discovered/discovered_targets.hpp"

namespace parallel_testing::tools {

/// The selectors in a listing of `--gtest_output=xml:`. Empty if the text is
/// not such a file. Pure.
[[nodiscard]] std::optional<std::vector<std::string>> cases_of_googletest(
    const std::string& xml);

/// The names in the output of Catch2 3 for `--list-tests --reporter xml`.
/// Ignores lines before it, which the program printed. Pure.
[[nodiscard]] std::optional<std::vector<std::string>> cases_of_catch2(
    std::string_view xml);

/// The names in the output of Catch2 2 for `--list-test-names-only`: as many of
/// its last lines as `--list-tests` counts cases. Pure.
[[nodiscard]] std::optional<std::vector<std::string>> cases_of_catch2_v2(
    std::string_view names, std::string_view listing);

/// The names in the output of doctest for `--list-test-cases --reporters=xml`.
/// Ignores lines before it. Pure.
[[nodiscard]] std::optional<std::vector<std::string>> cases_of_doctest(
    std::string_view xml);

/// The names, `suite/case`, in the output of Boost.Test for
/// `--list_content=DOT`. Ignores other lines. Pure.
[[nodiscard]] std::optional<std::vector<std::string>> cases_of_boost_test(
    std::string_view graph);

/// The name in a selector of doctest: the first item of its filter, where "*"
/// stands for an empty name. Pure.
[[nodiscard]] std::string name_in_doctest_filter(const std::string& filter);

/// The test spec of Catch2 for the case of this name. Pure.
[[nodiscard]] std::string catch2_spec_of(const std::string& name);

/// Asks the program for the cases that the call registers; if `selector` is not
/// empty, for those that it selects. `cmake` is the path of a CMake. Empty if
/// the program prints no listing.
[[nodiscard]] std::optional<std::vector<std::string>> ask_for_cases(
    const discovered_target& target, const std::string& cmake,
    const std::string& selector = "");

}  // namespace parallel_testing::tools
