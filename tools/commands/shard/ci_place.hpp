// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `shard auto`: which shard this machine is, from the variables that CI systems
// and clusters set.
#pragma once

#include <string>

#include "base/programs.hpp"
#include "commands/shard/options.hpp"

namespace parallel_testing::shard_command {

struct ci_place {
  shard_number number;
  std::string source;  ///< `GitLab (CI_NODE_INDEX=2, CI_NODE_TOTAL=5)`
};

/// Returns the shard that the environment names. The variables
/// PARALLEL_TESTING_SHARD_INDEX and PARALLEL_TESTING_SHARD_COUNT prevail over
/// those of any system, and a system that distributes the job over several
/// machines prevails over one that counts a single machine. Throws
/// cli::failure, with the variables that were found and what to do, if no
/// system names a shard, if one has only half of its variables or impossible
/// values, or if two name different shards. Pure.
[[nodiscard]] ci_place shard_of_environment(
    const tools::variables& environment);

}  // namespace parallel_testing::shard_command
