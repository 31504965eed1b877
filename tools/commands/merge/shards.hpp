// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Whether files of shards are those of one plan, and of all its shards.
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

/// What one file has about one shard.
struct found_shard {
  std::string path;
  shard_source from = shard_source::log;
  tools::run_shard part;  // of a report: index, count, plan and empty only
  /// Of a log: tests that began, by CTest's number, and those that ended.
  std::map<std::int64_t, std::string> begun{};
  std::set<std::int64_t> ended{};
};

/// The shards that a log has, none when the run was not one of several. Pure.
[[nodiscard]] std::vector<found_shard> shards_in_log(
    const std::string& path, const std::vector<log_line>& lines);

/// Why these are not the results of all tests, each of them once: other plans,
/// shards that are missing or there twice, that ran other tests than they
/// should, tests in none or two of them, and `unplanned` logs, which are of no
/// shard. Empty for none and for a complete set. Pure.
[[nodiscard]] std::vector<std::string> find_shard_problems(
    const std::vector<found_shard>& shards,
    const std::vector<std::string>& unplanned = {});

}  // namespace parallel_testing::merge_command
