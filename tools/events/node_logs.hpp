// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The logs of a run on several nodes: appending to one file is not atomic on
// NFS, so each node writes its own, nodes/<name>/events.ndjson beside the log
// of the program that the user started.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "events/event.hpp"

namespace parallel_testing::tools {

struct node_log {
  std::string node;
  std::vector<event> events;
};

/// The node and the path of each log that belongs to the log `path` and is not
/// part of it yet.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> node_logs_of(
    const std::string& path, const std::vector<event>& own);

/// One log. Workers get the name of their node, `n2.gw0`. Process ids of
/// different nodes get different numbers. Times of all nodes are comparable:
/// within a machine, they keep the order of its monotonic clock; of different
/// machines, by the wall clock, and not before the run began. Each node that
/// ran a test counts as an attempt after those of nodes that ran it before. A
/// test that was lost gets an end with the reason. Pure.
[[nodiscard]] std::vector<event> join_node_logs(std::vector<event> own,
                                                std::vector<node_log> nodes);

/// The events of each machine of a run on several nodes, with the workers' own
/// names: a port of one machine is not that of another. Empty for any other
/// log. Pure.
[[nodiscard]] std::vector<std::vector<event>> by_machine(
    const std::vector<event>& events);

/// `n2` of `n2.gw0`; "" for a worker of a run on one machine. Pure.
[[nodiscard]] std::string node_of(const std::string& worker);

}  // namespace parallel_testing::tools
