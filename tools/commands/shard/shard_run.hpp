// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A shard, for ctest and for `parallel-testing run`.
#pragma once

#include <string>
#include <vector>

#include "commands/shard/options.hpp"
#include "ctest/ctest_listing.hpp"
#include "events/event.hpp"

namespace parallel_testing::shard_command {

/// What `ctest -I FILE` reads. Pure.
[[nodiscard]] std::string numbers_text(const shard& own);

/// Throws cli::failure for arguments that choose tests in another way than
/// those that are shared out. Pure.
void check_arguments(const options& wanted);

struct planned_shard {
  const shard& own;
  const tools::run_shard& part;  // for its log
  const std::vector<tools::listed_test>& all;
};

/// What `parallel-testing run` does with these tests of all, and its exit code;
/// 0 for an empty shard, which runs nothing. Throws cli::failure.
[[nodiscard]] int run_shard(const cli::invocation& given, const options& wanted,
                            const planned_shard& planned);

}  // namespace parallel_testing::shard_command
