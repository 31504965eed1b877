// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <vector>

#include "division/plan.hpp"
#include "events/event.hpp"

namespace parallel_testing::shard_command {

/// The tests of a plan for the log, in events of a limited length. Pure.
[[nodiscard]] std::vector<tools::shard_tests> record_tests(
    const division::plan_input& input);

}  // namespace parallel_testing::shard_command
