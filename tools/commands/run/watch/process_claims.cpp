// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/watch/process_claims.hpp"

#include <algorithm>

namespace parallel_testing::run_command {

void process_claims::add(const tools::event& whole,
                         const tools::process_start& begun,
                         const std::function<bool(std::size_t)>& is_running) {
  // A process that a test starts is not a test of ctest.
  if (pids_.contains(begun.parent_pid)) {
    return;
  }
  std::string key = begun.test;
  const std::vector<std::size_t> places = names_.find(begun);
  if (!places.empty()) {
    const auto chosen =
        places.size() == 1
            ? places.begin()
            : std::find_if(places.begin(), places.end(), is_running);
    key = key_of(chosen == places.end() ? places.front() : *chosen);
  }
  claims_[key].push_back({whole.pid, whole.worker});
  pids_.insert(whole.pid);
}

std::vector<std::int64_t> process_claims::take(const std::string& key) {
  std::vector<std::int64_t> pids;
  const auto found = claims_.find(key);
  if (found == claims_.end()) {
    return pids;
  }
  for (const claim& each : found->second) {
    pids.push_back(each.pid);
    pids_.erase(each.pid);
  }
  claims_.erase(found);
  return pids;
}

bool process_claims::has(const std::string& key, std::int64_t pid) const {
  const auto found = claims_.find(key);
  return found != claims_.end() &&
         std::any_of(found->second.begin(), found->second.end(),
                     [&](const claim& each) { return each.pid == pid; });
}

std::string process_claims::worker_of(const std::string& key) const {
  const auto found = claims_.find(key);
  return found == claims_.end() ? "" : found->second.front().worker;
}

}  // namespace parallel_testing::run_command
