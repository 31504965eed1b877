// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Proves from the events of one or more runs that nothing that a test was to
// have alone was held twice. Logs do not contain what tests share without
// asking for it.
//
//   event_log log = load_event_logs({"a/events.ndjson"});
//   const resource_specs specs = load_resource_specs(log);
//   const replay_result result = replay(log.events, {.specs = specs});
//   for (const finding& each : result.findings) …
//
// It judges only what was logged: pass the logs of all runs that were active at
// the same time, on one machine and since its last boot.
#pragma once

#include <vector>

#include "events/event.hpp"
#include "history/capacities_file.hpp"
#include "history/finding.hpp"
#include "history/timeline.hpp"

namespace parallel_testing::tools {

enum class other_runs {
  none,      ///< the logs are those of all runs at that time
  possible,  ///< others may have held workers: gaps prove nothing
};

struct replay_options {
  other_runs others = other_runs::none;
  /// The result of load_resource_specs().
  resource_specs specs = {};
};

struct replay_result {
  timeline history;
  std::vector<finding> findings;  ///< in the order of time
};

[[nodiscard]] replay_result replay(std::vector<event> events,
                                   const replay_options& options);

}  // namespace parallel_testing::tools
