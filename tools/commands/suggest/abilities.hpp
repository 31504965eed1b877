// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

#include "remedies/remedies.hpp"

namespace parallel_testing::suggest_command {

/// What the launcher for this build tree can isolate on this machine. Without a
/// launcher, nothing can be isolated.
[[nodiscard]] tools::abilities abilities_here(const std::string& build);

}  // namespace parallel_testing::suggest_command
