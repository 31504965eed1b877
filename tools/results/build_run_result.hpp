// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Makes the result of a run of what the tests themselves logged, joined with
// what CTest saw of them. For tests without our runtime CTest's view is all
// there is.
//
//   const event_log log = load_event_logs({"…/events.ndjson"});
//   const run_result result = build_run_result(log.events, {});
//   for (const test_result& each : result.tests) …
#pragma once

#include <vector>

#include "ctest/ctest_listing.hpp"
#include "events/event.hpp"
#include "results/run_result.hpp"

namespace parallel_testing::tools {

/// `events` of one run, in any order; `listing` names tests of runs without
/// `parallel-testing run` and adds those that never started. May be empty.
/// Pure; time grows with the input and its logarithm.
[[nodiscard]] run_result build_run_result(
    const std::vector<event>& events, const std::vector<listed_test>& listing);

}  // namespace parallel_testing::tools
