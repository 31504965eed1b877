// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <optional>
#include <string>

#include "commands/verify/check.hpp"

namespace parallel_testing::verify_command {

/// Checks that both runs have the same counts in all files. The arguments are
/// the JSON reports of `coverage`, or empty if nothing is measured. Pure.
[[nodiscard]] check judge_coverage(const std::optional<std::string>& parallel,
                                   const std::optional<std::string>& serial);

}  // namespace parallel_testing::verify_command
