// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Proves from the events of one or more runs that nothing was held twice that
// one test was promised for itself. What tests share without asking is in no
// log.
//
//   event_log log = load_event_logs({"a/events.ndjson"});
//   const resource_specs specs = load_resource_specs(log);
//   const replay_result result = replay(log.events, {.specs = specs});
//   for (const finding& each : result.findings) …
//
// It judges only what was logged: give the logs of all runs that were alive at
// the same time, of one machine since it was booted.
#pragma once

#include <vector>

#include "events/event.hpp"
#include "history/capacities_file.hpp"
#include "history/finding.hpp"
#include "history/timeline.hpp"

namespace parallel_testing::tools {

enum class other_runs {
  none,      // these are all runs of that time
  possible,  // more may have held workers, so that gaps prove nothing
};

struct replay_options {
  other_runs others = other_runs::none;
  /// Of load_resource_specs().
  resource_specs specs = {};
};

struct replay_result {
  timeline history;
  std::vector<finding> findings;  // in order of time
};

[[nodiscard]] replay_result replay(std::vector<event> events,
                                   const replay_options& options);

}  // namespace parallel_testing::tools
