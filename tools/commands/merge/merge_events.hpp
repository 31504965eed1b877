// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "commands/merge/shards.hpp"
#include "events/log_files.hpp"

namespace parallel_testing::merge_command {

struct merged_events {
  std::string text;  ///< an event log
  std::vector<found_shard> shards;
  std::vector<std::string>
      whole_runs;  ///< paths of logs that belong to no shard
  std::vector<tools::diagnostic> problems;
};

/// The name of a directory of artifacts in the result, for one of the log with
/// this number, from 1. Pure.
[[nodiscard]] std::string merged_artifacts_name(std::size_t log,
                                                const std::string& name);

/// Joins the logs of several machines. Workers, processes and attempts get
/// distinct numbers, and times become times of day. The result is for reports:
/// resources on different machines do not exclude each other, so `audit` needs
/// the original logs. Linear.
[[nodiscard]] merged_events merge_events(const std::vector<std::string>& paths);

}  // namespace parallel_testing::merge_command
