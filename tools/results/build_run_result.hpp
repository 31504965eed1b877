// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Builds the result of a run from the events of the tests themselves, joined
// with the reports of CTest. For tests without the runtime library, only the
// reports of CTest exist.
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

/// `events` are those of one run, in any order. `listing` may be empty; it
/// names the tests of runs without `parallel-testing run`, and adds those that
/// never started. Pure, O(n log n).
[[nodiscard]] run_result build_run_result(
    const std::vector<event>& events, const std::vector<listed_test>& listing);

}  // namespace parallel_testing::tools
