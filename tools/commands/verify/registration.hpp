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
  /// What the program itself lists; nothing when it gives no listing.
  std::optional<std::vector<std::string>> listed;
  /// Whether it lists one case when it is asked to run that; nothing when it
  /// has none to ask with.
  std::optional<bool> selects_one;
};

/// The cases that are a test each. Pure.
[[nodiscard]] std::vector<tools::discovered_case> single_cases(
    const tools::discovered_target& target);

/// Whether what each program lists is what was discovered, and whether each
/// case that was discovered is exactly one test. Pure.
[[nodiscard]] check judge_registration(
    const std::vector<tools::listed_test>& tests,
    const std::vector<listed_target>& targets);

}  // namespace parallel_testing::verify_command
