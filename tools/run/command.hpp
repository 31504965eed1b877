// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "cli/command.hpp"

namespace parallel_testing::run_command {

/// `parallel-testing run [-j auto|N|0] [any argument of ctest...]`
[[nodiscard]] int run(const cli::invocation& given);

/// `ctest <arguments>` of the shim: `-j auto` and `--output-junit` are ours,
/// everything else is the real ctest's. Exit codes are those of ctest.
[[nodiscard]] int run_as_ctest(const cli::invocation& given);

}  // namespace parallel_testing::run_command
