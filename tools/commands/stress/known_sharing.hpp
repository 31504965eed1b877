// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <optional>
#include <string>

#include "commands/stress/suspects.hpp"

namespace parallel_testing::stress_command {

/// What the latest observation of this build tree shows. Nothing if no test was
/// watched, or if the records cannot be read.
[[nodiscard]] std::optional<known_sharing> read_known_sharing(
    const std::string& build);

}  // namespace parallel_testing::stress_command
