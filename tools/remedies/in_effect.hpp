// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Suggestions that a project has applied. Tests that have them no longer show
// what they would share without them. Pure.
#pragma once

#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "observed/observation.hpp"

namespace parallel_testing::tools {

/// One suggestion for one test.
struct applied_suggestion {
  std::string
      target{};      ///< "" for a test that parallel_mark_tests() cannot mark
  std::string test;  ///< a glob if there is a target, else a name in CTest
  /// A marker, the name and the value of a property, or `WORKING_DIRECTORY
  /// PRIVATE`.
  std::string what;
  /// Of a private directory without a target, the directory before; it may
  /// begin with a variable.
  std::string from{};
  /// Of a private directory, what it has from the start, relative to it.
  std::vector<std::string> shown{};

  [[nodiscard]] bool operator<(const applied_suggestion& other) const {
    return std::tie(target, test, what) <
           std::tie(other.target, other.test, other.what);
  }
};

/// The suggestions in the code of cmake_of(), sorted, each once.
[[nodiscard]] std::vector<applied_suggestion> suggestions_in(
    std::string_view code);

/// What would have been observed without these suggestions.
[[nodiscard]] observation without_suggestions(
    observation of, const std::vector<applied_suggestion>& applied);

}  // namespace parallel_testing::tools
