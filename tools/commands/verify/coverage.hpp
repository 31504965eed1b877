// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <optional>
#include <string>

#include "commands/verify/check.hpp"

namespace parallel_testing::verify_command {

/// Whether both runs covered the same, count by count: their reports as
/// `coverage` writes them in JSON, or nothing where none is measured. Pure.
[[nodiscard]] check judge_coverage(const std::optional<std::string>& parallel,
                                   const std::optional<std::string>& serial);

}  // namespace parallel_testing::verify_command
