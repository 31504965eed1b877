// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "cli/command.hpp"

namespace parallel_testing::shard_command {

/// `parallel-testing shard i/n`
[[nodiscard]] int run(const cli::invocation& given);

}  // namespace parallel_testing::shard_command
