// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/retention.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

namespace parallel_testing::run_command {

void retain_runs(const std::string& run_directory,
                 const std::vector<io::event>& events) {
  namespace fs = std::filesystem;
  constexpr std::size_t kept = 3;
  constexpr const char* mark = ".kept_by_the_tool";
  const bool is_ours_to_keep =
      std::none_of(events.begin(), events.end(), [](const io::event& each) {
        return std::holds_alternative<io::process_start>(each.body);
      });
  if (!is_ours_to_keep) {
    return;
  }
  std::ofstream(fs::path(run_directory) / mark) << "";
  std::vector<std::pair<fs::file_time_type, fs::path>> runs;
  std::error_code problem;
  for (const fs::directory_entry& each :
       fs::directory_iterator(fs::path(run_directory).parent_path(), problem)) {
    const fs::file_time_type time =
        fs::last_write_time(each.path() / mark, problem);
    if (!problem) {
      runs.emplace_back(time, each.path());
    }
  }
  std::sort(runs.begin(), runs.end(), std::greater<>());
  for (std::size_t at = kept; at < runs.size(); ++at) {
    fs::remove_all(runs[at].second, problem);
  }
}

}  // namespace parallel_testing::run_command
