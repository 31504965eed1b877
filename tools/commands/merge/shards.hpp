// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Checks that the files of shards belong to one plan, and that no shard is
// missing.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "commands/merge/log_lines.hpp"
#include "events/event.hpp"

namespace parallel_testing::merge_command {

enum class shard_source { log, report };

/// The facts about one shard in one file.
struct found_shard {
  std::string path;
  shard_source from = shard_source::log;
  tools::run_shard part;  ///< from a report: without the tests
  /// From a log: the tests that began, by number in CTest, and those that
  /// ended.
  std::map<std::int64_t, std::string> begun{};
  std::set<std::int64_t> ended{};
  /// From a log: the names of the tests of all shards.
  std::map<std::int64_t, std::string> all{};
};

/// Why the shards are not the results of all tests, each test exactly once.
struct shard_problems {
  /// Different builds, times or plans, duplicate shards, shards that ran other
  /// tests than planned, and tests that ran in two shards: such results cannot
  /// be joined.
  std::vector<std::string> conflicts;
  /// Shards that are missing, and tests that ran nowhere or did not finish.
  std::vector<std::string> missing;
};

/// The shards in a log; empty if the run was not a shard. Pure.
[[nodiscard]] std::vector<found_shard> shards_in_log(
    const std::string& path, const std::vector<log_line>& lines);

/// Also finds `unplanned` logs, which belong to no shard. Nothing for a
/// complete set, and without shards. Pure.
[[nodiscard]] shard_problems find_shard_problems(
    const std::vector<found_shard>& shards,
    const std::vector<std::string>& unplanned = {});

}  // namespace parallel_testing::merge_command
