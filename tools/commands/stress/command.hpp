// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "cli/command.hpp"

namespace parallel_testing::stress_command {

/// `parallel-testing stress`.
[[nodiscard]] int run(const cli::invocation& given);

}  // namespace parallel_testing::stress_command
