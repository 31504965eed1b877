// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Checks the presets, capacities and labels of a build tree.
#pragma once

#include <string>
#include <vector>

#include "commands/verify/check.hpp"
#include "ctest/ctest_listing.hpp"

namespace parallel_testing::verify_command {

/// A test preset for the build tree.
struct seen_preset {
  std::string name;
  std::size_t tests = 0;  ///< number of tests that it selects
};

struct configuration {
  std::vector<std::string> printed;  ///< by ctest, while it loaded the tests
  std::vector<seen_preset> presets;
  std::vector<std::string> capacities;  ///< declared ones
  std::vector<std::string> labels;      ///< declared ones
  std::vector<tools::listed_test> tests;
};

/// Pure.
[[nodiscard]] check judge_configuration(const configuration& found);

/// The names in the output of `ctest --list-presets`. Pure.
[[nodiscard]] std::vector<std::string> preset_names(const std::string& text);

/// Runs ctest and reads the build tree. Does not fill in tests and labels.
[[nodiscard]] configuration configuration_of(const std::string& ctest,
                                             const std::string& build);

}  // namespace parallel_testing::verify_command
