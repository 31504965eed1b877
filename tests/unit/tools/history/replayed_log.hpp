// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <vector>

#include "forged_log.hpp"
#include "history/replay.hpp"

namespace parallel_testing::tools {

inline std::vector<finding_kind> kinds_in(const forged_log& log,
                                          const replay_options& options = {}) {
  std::vector<finding_kind> kinds;
  for (const finding& found : replay(log.events, options).findings) {
    kinds.push_back(found.kind);
  }
  return kinds;
}

}  // namespace parallel_testing::tools
