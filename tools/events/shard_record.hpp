// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <vector>

#include "events/event.hpp"

namespace parallel_testing::tools {

/// What the log of a shard has about it.
struct shard_record {
  run_shard own;
  std::vector<shard_tests> all;  ///< the tests of all shards
};

}  // namespace parallel_testing::tools
