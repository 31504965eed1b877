// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "history/cluster_locks.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "events/node_logs.hpp"

namespace parallel_testing::tools {
namespace {

struct lock_history {
  std::vector<std::string> nodes;         ///< in the order of the records
  std::map<std::string, holder> holders;  ///< by node: the first of each
};

std::map<std::string, lock_history> lock_histories(
    const std::vector<event>& events) {
  std::map<std::string, lock_history> result;
  for (const event& each : events) {
    if (const auto* given = each.body.get_if<cluster_lock>()) {
      result[given->key].nodes.push_back(given->node);
    }
  }
  for (const event& each : events) {
    const auto* taken = each.body.get_if<lock_acquire>();
    const auto lock = taken == nullptr ? result.end() : result.find(taken->key);
    if (lock != result.end()) {
      holder who;
      who.begin_ns = each.mono_ns;
      who.end_ns = each.mono_ns;
      who.run = each.run;
      who.worker = each.worker;
      who.pid = each.pid;
      lock->second.holders.try_emplace(node_of(each.worker), who);
    }
  }
  return result;
}

std::set<std::string> ended_nodes(const std::vector<event>& events) {
  std::set<std::string> nodes;
  for (const event& each : events) {
    const auto* end = each.body.get_if<node_end>();
    if (end != nullptr && !end->reason.empty()) {
      nodes.insert(end->node);
    }
  }
  return nodes;
}

/// The position of the first record that gives the lock to the node.
std::size_t turn_of(const lock_history& lock, const std::string& node) {
  return static_cast<std::size_t>(
      std::find(lock.nodes.begin(), lock.nodes.end(), node) -
      lock.nodes.begin());
}

}  // namespace

std::vector<lock_on_nodes> find_locks_on_nodes(
    const std::vector<event>& events) {
  std::vector<lock_on_nodes> found;
  const std::set<std::string> ended = ended_nodes(events);
  for (const auto& [key, lock] : lock_histories(events)) {
    std::vector<std::string> order;
    for (const auto& [node, who] : lock.holders) {
      order.push_back(node);
    }
    std::stable_sort(order.begin(), order.end(),
                     [&, &of = lock](const auto& a, const auto& b) {
                       return turn_of(of, a) < turn_of(of, b);
                     });
    for (std::size_t at = 1; at < order.size(); ++at) {
      const bool was_given = turn_of(lock, order[at]) < lock.nodes.size();
      if (!was_given || !ended.contains(order[at - 1])) {
        found.push_back(
            {key, lock.holders.at(order[at - 1]), lock.holders.at(order[at])});
      }
    }
  }
  return found;
}

}  // namespace parallel_testing::tools
