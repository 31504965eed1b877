// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

#include "cli/command.hpp"
#include "events/event.hpp"

namespace parallel_testing::run_command {

/// `parallel-testing run` as the run that is called `run_id`, which is a
/// new_run_id().
[[nodiscard]] int run_as(const cli::invocation& given,
                         const std::string& run_id);

/// `parallel-testing run` as one of several shards.
[[nodiscard]] int run_as_shard(const cli::invocation& given,
                               const tools::run_shard& part);

/// `ctest <arguments>` of the shim: `-j auto` and `--output-junit` are ours,
/// everything else is the real ctest's. Exit codes are those of ctest.
[[nodiscard]] int run_as_ctest(const cli::invocation& given);

}  // namespace parallel_testing::run_command
