// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/report/lanes.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "events/node_logs.hpp"

namespace parallel_testing::report_command {
namespace {

constexpr const char* without_worker = "no worker";

struct placed_attempt {
  const tools::attempt* attempt = nullptr;
  std::size_t test = 0;
  std::size_t number = 0;
};

bool is_slot(const std::string& worker) {
  const std::size_t dot = worker.rfind('.');
  return worker.compare(dot == std::string::npos ? 0 : dot + 1, 2, "gw") == 0;
}

/// Keeps the workers of a node together and `n2` before `n10`. Sorts `gw10`
/// after `gw9`, and workers before all other names.
std::tuple<std::size_t, std::string, bool, std::size_t, std::string> rank_of(
    const std::string& worker) {
  const std::string node = tools::node_of(worker);
  return {node.size(), node, !is_slot(worker), worker.size(), worker};
}

std::vector<placed_attempt> in_order(const tools::run_result& result) {
  std::vector<placed_attempt> all;
  for (std::size_t test = 0; test < result.tests.size(); ++test) {
    const auto& attempts = result.tests[test].attempts;
    for (std::size_t at = 0; at < attempts.size(); ++at) {
      if (attempts[at].start_mono_ns != 0) {
        all.push_back({&attempts[at], test, at});
      }
    }
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const placed_attempt& a, const placed_attempt& b) {
                     return a.attempt->start_mono_ns < b.attempt->start_mono_ns;
                   });
  return all;
}

}  // namespace

lane_plan plan_lanes(const tools::run_result& result) {
  using rank = decltype(rank_of(""));
  struct placing {
    placed_attempt what;
    rank worker;
    std::size_t row = 0;
  };
  std::map<rank, std::vector<std::int64_t>>
      ends;  // ends of the rows of a worker
  std::vector<placing> placings;
  for (const placed_attempt& each : in_order(result)) {
    const std::string& worker = each.attempt->worker;
    const rank key = rank_of(worker.empty() ? without_worker : worker);
    std::vector<std::int64_t>& rows = ends[key];
    const std::int64_t start = each.attempt->start_mono_ns;
    // A worker is one process at a time. If its attempts seem to overlap, ctest
    // was late to notice an end.
    const bool is_alone = is_slot(worker);
    const auto free = std::find_if(
        rows.begin(), rows.end(),
        [&](std::int64_t end_ns) { return is_alone || end_ns <= start; });
    const auto row = static_cast<std::size_t>(free - rows.begin());
    if (free == rows.end()) {
      rows.push_back(0);
    }
    rows[row] = start + each.attempt->duration_ns;
    placings.push_back({each, key, row});
  }
  lane_plan plan;
  std::map<rank, std::size_t> first_lane;
  for (const auto& [key, rows] : ends) {
    first_lane[key] = plan.names.size();
    for (std::size_t row = 0; row < rows.size(); ++row) {
      const std::string& name = std::get<4>(key);
      plan.names.push_back(row == 0 ? name
                                    : name + " " + std::to_string(row + 1));
    }
  }
  for (const tools::test_result& test : result.tests) {
    plan.lanes.emplace_back(test.attempts.size(), no_lane);
  }
  for (const placing& each : placings) {
    plan.lanes[each.what.test][each.what.number] =
        static_cast<int>(first_lane[each.worker] + each.row);
  }
  return plan;
}

}  // namespace parallel_testing::report_command
