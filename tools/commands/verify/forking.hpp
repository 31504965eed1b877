// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which test programs would gain if their cases were forked from a prepared
// process (ISOLATED), and which must not be forked.
#pragma once

#include <vector>

#include "commands/verify/check.hpp"
#include "events/event.hpp"

namespace parallel_testing::verify_command {

/// `events` are those of one or more runs. Passes always: it only informs.
/// Pure.
[[nodiscard]] check judge_forking(const std::vector<tools::event>& events);

}  // namespace parallel_testing::verify_command
