// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "commands/verify/check.hpp"
#include "ctest/ctest_listing.hpp"
#include "discovered/discovered_targets.hpp"

namespace parallel_testing::verify_command {

struct listed_target {
  tools::discovered_target target;
  /// The cases that the program lists; empty if it prints no listing.
  std::optional<std::vector<std::string>> listed;
  /// Whether the program lists only one case when it is asked to run one; empty
  /// if it has no case to ask for.
  std::optional<bool> selects_one;
};

/// The cases that are a test each. Pure.
[[nodiscard]] std::vector<tools::discovered_case> single_cases(
    const tools::discovered_target& target);

/// Checks that the cases that each program lists are those that were
/// discovered, and that each discovered case is exactly one test. Pure.
[[nodiscard]] check judge_registration(
    const std::vector<tools::listed_test>& tests,
    const std::vector<listed_target>& targets);

}  // namespace parallel_testing::verify_command
