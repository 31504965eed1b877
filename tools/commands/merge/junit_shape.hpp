// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Recognises the elements of a JUnit file, whichever program wrote it.
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

/// Counts all test cases below `node`, at any depth and inside any elements.
/// Pure.
[[nodiscard]] counts count_cases(const pugi::xml_node& node);

/// Whether the name is testsuite or testsuites. Pure.
[[nodiscard]] bool is_suite(std::string_view name);

/// Whether an element with this name may contain tests or be a test. Pure.
[[nodiscard]] bool may_hold_results(std::string_view name);

/// Whether an element below `node` stands for a failure or an error. Pure.
[[nodiscard]] bool holds_bad_elements(const pugi::xml_node& node);

/// An element that declares results that its test cases do not show.
struct hidden_result {
  pugi::xml_node where;
  pugi::xml_node stray;   ///< a failure or an error outside any test case
  std::size_t bad = 0;    ///< failures and errors without a test case
  std::size_t tests = 0;  ///< tests that it counts, but does not contain
};

/// Returns the first such element at or below `node`. Reporters count
/// differently (Catch2 counts assertions, GoogleTest test cases), so a result
/// is only hidden if no element at all stands for it. Pure.
[[nodiscard]] std::optional<hidden_result> find_hidden(
    const pugi::xml_node& node);

/// `text` without references to the character 0: for the parser, such a
/// reference would end the surrounding text. Pure.
[[nodiscard]] std::string without_zeros(const std::string& text);

/// Replaces characters that XML forbids in texts and attributes. With one of
/// them, as a reference or literally, other readers would refuse the whole
/// file.
void clean_texts(pugi::xml_node root);

}  // namespace parallel_testing::merge_command
