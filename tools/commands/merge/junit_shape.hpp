// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What elements of a JUnit file are, whichever program wrote it.
#pragma once

#include <cstddef>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace parallel_testing::merge_command {

struct counts {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;
};

/// Of all test cases below `node`, however deep and in whatever elements. Pure.
[[nodiscard]] counts count_cases(const pugi::xml_node& node);

/// <testsuite> or <testsuites>. Pure.
[[nodiscard]] bool is_suite(std::string_view name);

/// Whether the name of an element looks as if it held tests or were one. Pure.
[[nodiscard]] bool may_hold_results(std::string_view name);

/// Whether an element below `node` stands for a failure or an error. Pure.
[[nodiscard]] bool holds_bad_elements(const pugi::xml_node& node);

/// An element with results that its test cases do not show.
struct hidden_result {
  pugi::xml_node where;
  pugi::xml_node stray;   // a failure or an error outside of test cases
  std::size_t bad = 0;    // failures and errors without a test case
  std::size_t tests = 0;  // tests that it counts, but does not have
};

/// The first such element at or below `node`. Reporters count differently
/// (Catch2 assertions, GoogleTest test cases): only what no element at all
/// stands for is hidden. Pure.
[[nodiscard]] std::optional<hidden_result> find_hidden(
    const pugi::xml_node& node);

/// `text` of a file without references to the character 0, which would end the
/// text they are in for the parser. Pure.
[[nodiscard]] std::string without_zeros(const std::string& text);

/// Replaces what XML cannot hold in texts and attributes: written as a
/// reference or as it is, other readers would refuse the whole file.
void clean_texts(pugi::xml_node root);

}  // namespace parallel_testing::merge_command
