// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The properties that a project sets for a test, for the call that registers
// its cases instead. Pure.
#pragma once

#include <string>
#include <vector>

#include "adopt/sites.hpp"

namespace parallel_testing::tools {

/// The names of the tests that a call of set_tests_properties() or
/// set_property(TEST) is about; none for other calls.
[[nodiscard]] std::vector<std::string> tests_in(const traced_call& call);

/// What becomes of the properties of the tests of one registration.
struct carried_properties {
  std::vector<std::string> properties{};  ///< as arguments: "TIMEOUT 30"
  std::string working_directory{};        ///< as an argument
  std::vector<std::string> dropped{};     ///< "RUN_SERIAL"
  std::string problem{};  ///< why the properties cannot be carried over
};

/// Of the tests that `registration` adds: `setters` are the sites with one of
/// these tests.
[[nodiscard]] carried_properties carry_properties(
    const survey& of, const call_site& registration,
    const std::vector<const call_site*>& setters);

}  // namespace parallel_testing::tools
