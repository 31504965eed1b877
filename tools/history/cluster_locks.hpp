// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Locks of the whole cluster: which nodes held them.
#pragma once

#include <string>
#include <vector>

#include "events/event.hpp"
#include "history/finding.hpp"

namespace parallel_testing::tools {

struct lock_on_nodes {
  std::string key;
  holder first;
  holder second;
};

/// The locks that tests of two nodes held although the run gave them to one
/// node, or to the second before the agent of the first had ended. Uses the
/// order of the records of the run, not the clocks of the nodes. Pure.
[[nodiscard]] std::vector<lock_on_nodes> find_locks_on_nodes(
    const std::vector<event>& events);

}  // namespace parallel_testing::tools
