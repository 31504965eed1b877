// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

#include "commands/merge/shards.hpp"
#include "events/log_files.hpp"

namespace parallel_testing::merge_command {

struct merged_events {
  std::string text;  // an event log
  std::vector<found_shard> shards;
  std::vector<std::string> whole_runs;  // paths of logs of no shard
  std::vector<tools::diagnostic> problems;
};

/// One log of the logs of several machines: workers, processes and attempts get
/// numbers that differ, and times a common clock, that of the day. It is for
/// reports; what was held on different machines excludes nothing, so `audit`
/// requires the logs themselves. Linear.
[[nodiscard]] merged_events merge_events(const std::vector<std::string>& paths);

}  // namespace parallel_testing::merge_command
