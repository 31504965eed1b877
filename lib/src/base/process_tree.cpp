// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/process_tree.hpp"

#include <algorithm>
#include <cstdint>

#include "base/files.hpp"
#include "base/format.hpp"

namespace parallel_testing {

std::vector<process_status> descendants_of(pid_t root) {
  std::vector<process_status> all;
  for (const pid_t pid : process_ids()) {
    all.push_back(status_of(pid));
  }
  std::vector<process_status> result;
  std::vector<pid_t> parents = {root};
  while (!parents.empty()) {
    std::vector<pid_t> next;
    for (const process_status& each : all) {
      const bool is_child = std::find(parents.begin(), parents.end(),
                                      each.parent) != parents.end();
      if (!is_child) {
        continue;
      }
      result.push_back(each);
      next.push_back(each.pid);
    }
    parents.swap(next);
  }
  return result;
}

bool is_dying(const process_status& process) {
  constexpr std::uint64_t sigkill = 1U << 8;
  return process.is_dead() || process.is_exiting() ||
         (pending_signals(process.pid) & sigkill) != 0;
}

bool has_open(pid_t pid, const std::vector<std::string>& files) {
  const std::string folder = fmt::format("/proc/{}/fd", pid);
  for (const std::string& name : names_in(folder)) {
    const std::string file = link_target(folder + "/" + name);
    if (std::find(files.begin(), files.end(), file) != files.end()) {
      return true;
    }
  }
  return false;
}

std::string file_of_descriptor(int fd) {
  return link_target(fmt::format("/proc/self/fd/{}", fd));
}

}  // namespace parallel_testing
