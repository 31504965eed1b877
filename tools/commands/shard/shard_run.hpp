// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Passes a shard to ctest and to `parallel-testing run`.
#pragma once

#include <string>
#include <vector>

#include "commands/shard/options.hpp"
#include "ctest/ctest_listing.hpp"
#include "events/shard_record.hpp"

namespace parallel_testing::shard_command {

/// The contents of FILE for `ctest -I FILE`. Pure.
[[nodiscard]] std::string numbers_text(const shard& own);

/// Throws cli::failure for arguments with which ctest would run other tests
/// than those of the shard, and for an archive after --. Pure.
void check_arguments(const options& wanted);

struct planned_shard {
  const shard& own;
  const tools::shard_record& part;  ///< for its log
  const std::vector<tools::listed_test>& all;
};

/// Does what `parallel-testing run` does, with only these tests, and returns
/// its exit code; 0 for an empty shard, which runs nothing. Throws
/// cli::failure.
[[nodiscard]] int run_shard(const cli::invocation& given, const options& wanted,
                            const planned_shard& planned);

}  // namespace parallel_testing::shard_command
