// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "history/replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "events/node_logs.hpp"
#include "history/cluster_locks.hpp"
#include "history/conflicts.hpp"
#include "history/queries.hpp"

namespace parallel_testing::tools {
namespace {

finding_kind kind_of(const held_resource& given) {
  switch (given.kind) {
    case held_kind::worker:
      return finding_kind::worker_held_twice;
    case held_kind::run:
      return finding_kind::no_parallel_overlapped;
    case held_kind::port:
      return finding_kind::port_held_twice;
    case held_kind::directory:
      return finding_kind::directory_held_twice;
    case held_kind::core:
      return finding_kind::core_held_twice;
    case held_kind::lock:
      break;
  }
  return finding_kind::lock_held_twice;
}

holder holder_of(const process& owner, interval when, const std::string& test) {
  return {when, owner.run, owner.worker, owner.pid, owner.executable, test};
}

holder holder_of(const timeline& history, const hold& held) {
  return holder_of(history.processes[held.process], held, held.test);
}

/// Every running case holds its run in shared mode, even if it did not take the
/// run lock: that is what a no_parallel test must not overlap.
std::vector<hold> holds_and_cases(const timeline& history) {
  std::vector<hold> result = history.holds;
  for (const test_case& each : history.cases) {
    hold presence;
    static_cast<interval&>(presence) = each;
    presence.resource = {held_kind::run, history.processes[each.process].run};
    presence.mode = hold_mode::shared;
    presence.reentrant = true;
    presence.process = each.process;
    presence.test = each.test;
    result.push_back(std::move(presence));
  }
  return result;
}

void judge_holds(const timeline& history, std::vector<finding>& findings) {
  const std::vector<hold> holds = holds_and_cases(history);
  for (const conflict& each : find_conflicts(holds, history.processes)) {
    const hold& first = holds[each.first];
    findings.push_back({kind_of(first.resource), to_text(first.resource),
                        holder_of(history, first),
                        holder_of(history, holds[each.second])});
  }
}

void judge_capacities(const timeline& history, const resource_specs& specs,
                      std::vector<finding>& findings) {
  const auto owner_of = [&](std::size_t index) {
    const grant& given = history.grants[index];
    const process& owner = history.processes[given.process];
    return holder_of(owner, given, owner.test);
  };
  for (const excess& each : find_excesses(history, specs)) {
    const allocated_slots& what = history.grants[each.newcomer].what;
    findings.push_back(
        {finding_kind::capacity_exceeded,
         fmt::format("{} slots of {} ({}), which has {},", each.slots,
                     what.capacity, what.id, each.limit),
         owner_of(each.first), owner_of(each.newcomer)});
  }
}

void judge_density(const timeline& history, std::vector<finding>& findings) {
  const worker_density density = density_of(history);
  if (density.dense()) {
    return;
  }
  const process& highest = history.processes[*density.where];
  findings.push_back(
      {finding_kind::workers_not_dense,
       fmt::format("worker {} (at most {} ran at the same time)",
                   highest.worker,
                   std::max(density.max_running, density.announced)),
       holder_of(highest, highest, highest.test),
       {}});
}

void judge_log(const timeline& history, std::vector<finding>& findings) {
  for (const event_gap& gap : history.gaps) {
    const process& owner = history.processes[gap.process];
    findings.push_back(
        {finding_kind::events_lost,
         fmt::format("events {} to {}", gap.first_seq, gap.last_seq),
         holder_of(owner, owner, owner.test),
         {}});
  }
  for (const unmatched_release& each : history.unmatched) {
    findings.push_back({finding_kind::released_without_holding,
                        to_text(each.resource),
                        holder_of(history.processes[each.process],
                                  {each.at_ns, each.at_ns}, each.test),
                        {}});
  }
}

/// Proves from the records of the run that tests of only one node at a time
/// held a lock of the whole cluster. The clocks of the nodes prove nothing.
void judge_cluster_locks(const std::vector<event>& events,
                         std::vector<finding>& findings) {
  for (const lock_on_nodes& each : find_locks_on_nodes(events)) {
    findings.push_back({finding_kind::lock_held_twice,
                        fmt::format("cluster lock {}", each.key), each.first,
                        each.second});
  }
}

void judge_machine(const timeline& history, const replay_options& options,
                   std::vector<finding>& findings) {
  judge_holds(history, findings);
  judge_capacities(history, options.specs, findings);
  if (options.others == other_runs::none) {
    judge_density(history, findings);
  }
  judge_log(history, findings);
}

std::int64_t time_of(const finding& found) {
  return found.second ? found.second->begin_ns : found.first.begin_ns;
}

}  // namespace

replay_result replay(std::vector<event> events, const replay_options& options) {
  replay_result result;
  std::vector<std::vector<event>> machines = by_machine(events);
  judge_cluster_locks(events, result.findings);
  result.history = build_timeline(std::move(events));
  if (machines.empty()) {
    judge_machine(result.history, options, result.findings);
  }
  for (std::vector<event>& each : machines) {
    judge_machine(build_timeline(std::move(each)), options, result.findings);
  }
  std::stable_sort(result.findings.begin(), result.findings.end(),
                   [](const finding& a, const finding& b) {
                     return time_of(a) < time_of(b);
                   });
  return result;
}

}  // namespace parallel_testing::tools
