// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

#include "cli/command.hpp"
#include "events/shard_record.hpp"

namespace parallel_testing::run_command {

/// `parallel-testing run` with the run id `run_id`, a result of new_run_id().
/// Returns the exit code.
[[nodiscard]] int run_as(const cli::invocation& given,
                         const std::string& run_id);

/// `parallel-testing run` as one of several shards. Returns the exit code.
[[nodiscard]] int run_as_shard(const cli::invocation& given,
                               const tools::shard_record& part);

/// `ctest <arguments>` of the shim. Handles `-j auto` and `--output-junit`; the
/// real ctest does everything else. Returns an exit code of ctest.
[[nodiscard]] int run_as_ctest(const cli::invocation& given);

}  // namespace parallel_testing::run_command
