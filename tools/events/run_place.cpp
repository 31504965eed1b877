// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "events/run_place.hpp"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>

namespace parallel_testing::tools {
namespace {

namespace fs = std::filesystem;

constexpr const char* log_name = "events.ndjson";
constexpr std::string_view runs_folder = "/Testing/ParallelTesting/runs";

std::string build_of(const fs::path& run_directory) {
  const std::string parent = run_directory.parent_path().string();
  return parent.ends_with(runs_folder)
             ? parent.substr(0, parent.size() - runs_folder.size())
             : "";
}

/// The event logs below `runs`, each with the time of its last event, latest
/// first.
std::vector<std::pair<fs::file_time_type, std::string>> logs_in(
    const std::string& runs) {
  std::vector<std::pair<fs::file_time_type, std::string>> logs;
  std::error_code problem;
  for (const auto& entry : fs::directory_iterator(runs, problem)) {
    const fs::path log = entry.path() / log_name;
    const fs::file_time_type when = fs::last_write_time(log, problem);
    if (!problem) {
      logs.emplace_back(when, log.string());
    }
  }
  std::sort(logs.rbegin(), logs.rend());
  return logs;
}

}  // namespace

std::string runs_directory_of(const std::string& build) {
  return build + std::string(runs_folder);
}

run_place find_run(const std::string& given) {
  std::error_code problem;
  fs::path path = fs::absolute(given, problem).lexically_normal();
  if (!path.has_filename()) {
    path = path.parent_path();
  }
  if (!fs::is_directory(path, problem)) {
    return {path.string(), build_of(path.parent_path())};
  }
  if (fs::exists(path / log_name, problem)) {
    return {(path / log_name).string(), build_of(path)};
  }
  const auto logs = logs_in(runs_directory_of(path.string()));
  return {logs.empty() ? "" : logs.front().second, path.string()};
}

std::vector<std::string> earlier_runs(const run_place& place,
                                      std::size_t count) {
  std::vector<std::string> result;
  if (place.build.empty()) {
    return result;
  }
  bool is_earlier = false;
  for (const auto& [when, log] : logs_in(runs_directory_of(place.build))) {
    if (is_earlier && result.size() < count) {
      result.push_back(log);
    }
    is_earlier = is_earlier || log == place.events;
  }
  return result;
}

}  // namespace parallel_testing::tools
