// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "history/queries.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

namespace parallel_testing::tools {
namespace {

struct weighted_interval : interval {
  std::int64_t weight = 1;
};

/// The largest sum of weights at any instant. An interval that ends when
/// another one begins does not overlap it. A process that died at its first
/// event has an empty interval, but still counts.
std::int64_t peak(const std::vector<weighted_interval>& intervals) {
  std::vector<std::pair<std::int64_t, std::int64_t>> steps;
  for (const weighted_interval& each : intervals) {
    steps.emplace_back(each.begin_ns, each.weight);
    steps.emplace_back(std::max(each.end_ns, each.begin_ns + 1), -each.weight);
  }
  std::sort(steps.begin(), steps.end());
  std::int64_t sum = 0;
  std::int64_t most = 0;
  for (const auto& [at_ns, change] : steps) {
    sum += change;
    most = std::max(most, sum);
  }
  return most;
}

void widen(interval& whole, const interval& part) {
  whole.begin_ns = std::min(whole.begin_ns, part.begin_ns);
  whole.end_ns = std::max(whole.end_ns, part.end_ns);
}

/// The workers announced by the ctests that lived at the same time. Several
/// ctests may share a run id: a process that started more than one test is a
/// ctest. Helper processes of a test announce nothing.
std::int64_t announced_workers(const timeline& history) {
  using starter = std::pair<std::string, std::int64_t>;  // run, process
  std::map<starter, int> children;
  std::vector<process> tests;
  for (std::size_t at = 0; at < history.processes.size(); ++at) {
    const process& each = history.processes[at];
    if (each.family == at) {
      ++children[{each.run, each.parent_pid}];
      tests.push_back(each);
    }
  }
  std::map<starter, weighted_interval> ctests;
  for (const process& each : tests) {
    const bool is_ctest = children[{each.run, each.parent_pid}] > 1;
    const auto [ctest, is_new] = ctests.try_emplace(
        {each.run, is_ctest ? each.parent_pid : 0}, weighted_interval{each, 0});
    widen(ctest->second, each);
    ctest->second.weight = std::max(ctest->second.weight, each.worker_count);
  }
  std::vector<weighted_interval> lives;
  for (const auto& [who, life] : ctests) {
    lives.push_back(life);
  }
  return peak(lives);
}

/// For how long leftover processes of tests kept their workers after the end of
/// the tests.
std::vector<weighted_interval> kept_workers(const timeline& history) {
  std::vector<weighted_interval> tails;
  for (const process& each : history.processes) {
    if (each.outlived && slot_index(each.worker)) {
      constexpr auto forever = std::numeric_limits<std::int64_t>::max();
      tails.push_back({{each.end_ns, forever}, 1});
    }
  }
  return tails;
}

/// When the worker was free again at the latest. Of a process that was killed,
/// the log only has the next holder of its worker.
std::int64_t latest_end_of(const hold& held, const timeline& history) {
  if (!history.processes[held.process].crashed()) {
    return held.end_ns;
  }
  std::int64_t latest = std::numeric_limits<std::int64_t>::max();
  for (const hold& each : history.holds) {
    const bool is_next = each.resource == held.resource &&
                         each.process != held.process &&
                         each.begin_ns >= held.end_ns;
    if (is_next) {
      latest = std::min(latest, each.begin_ns);
    }
  }
  return latest;
}

}  // namespace

std::size_t max_concurrent_cases(const timeline& history) {
  std::vector<weighted_interval> cases;
  for (const test_case& each : history.cases) {
    cases.push_back({each, 1});
  }
  return static_cast<std::size_t>(peak(cases));
}

std::vector<process> crashed_processes(const timeline& history) {
  std::vector<process> result;
  std::copy_if(history.processes.begin(), history.processes.end(),
               std::back_inserter(result),
               [](const process& each) { return each.crashed(); });
  return result;
}

worker_density density_of(const timeline& history) {
  worker_density result;
  std::vector<weighted_interval> holds;
  for (const hold& each : history.holds) {
    if (each.resource.kind != held_kind::worker) {
      continue;
    }
    const std::int64_t index = slot_index(each.resource.name).value_or(-1);
    if (index > result.max_index) {
      result.max_index = index;
      result.where = each.process;
    }
    // What the children of a test inherit is not another worker.
    if (history.processes[each.process].family == each.process) {
      holds.push_back({{each.begin_ns, latest_end_of(each, history)}, 1});
    }
  }
  const std::vector<weighted_interval> kept = kept_workers(history);
  holds.insert(holds.end(), kept.begin(), kept.end());
  result.max_running = peak(holds);
  result.announced = announced_workers(history) + peak(kept);
  return result;
}

}  // namespace parallel_testing::tools
