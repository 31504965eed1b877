// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ctest/ctest_view.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "events/node_logs.hpp"

namespace parallel_testing::tools {
namespace {

using view_key = std::tuple<std::string, std::int64_t, std::int64_t>;

/// Finds processes by pid or test, each of them once.
class process_finder {
 public:
  explicit process_finder(const timeline& history)
      : history_(history), taken_(history.processes.size()) {
    for (std::size_t at = 0; at < history.processes.size(); ++at) {
      const process& each = history.processes[at];
      if (each.started && each.family == at) {
        by_pid_[each.pid].push_back(at);
        by_test_[each.test].push_back(at);
      }
    }
  }

  /// Takes the latest process with this pid that began by `end_ns`: the system
  /// reuses pids.
  void take_pid(std::int64_t pid, std::int64_t end_ns,
                std::vector<std::size_t>& into) {
    take(by_pid_[pid], end_ns, into);
  }

  /// Takes a process by the name of its test, if no event has the end of the
  /// test.
  void take_test(const std::string& test, std::vector<std::size_t>& into) {
    take(by_test_[test], history_.processes.back().end_ns, into);
  }

 private:
  void take(const std::vector<std::size_t>& places, std::int64_t end_ns,
            std::vector<std::size_t>& into) {
    for (auto at = places.rbegin(); at != places.rend(); ++at) {
      if (!taken_[*at] && history_.processes[*at].begin_ns <= end_ns) {
        taken_[*at] = true;
        into.push_back(*at);
        return;
      }
    }
  }

  const timeline& history_;
  std::vector<bool> taken_;
  std::unordered_map<std::int64_t, std::vector<std::size_t>> by_pid_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_test_;
};

std::vector<const event*> in_order(const std::vector<event>& events) {
  std::vector<const event*> result;
  for (const event& each : events) {
    if (each.body.is<ctest_start>() || each.body.is<ctest_finish>()) {
      result.push_back(&each);
    }
  }
  std::stable_sort(
      result.begin(), result.end(),
      [](const event* a, const event* b) { return a->mono_ns < b->mono_ns; });
  return result;
}

/// Clocks of different nodes may contradict the numbers of the attempts.
void put_attempts_in_order(std::vector<ctest_view>& views) {
  std::map<std::pair<std::string, std::int64_t>, std::vector<std::size_t>>
      places;
  for (std::size_t at = 0; at < views.size(); ++at) {
    places[{views[at].finish.test, views[at].finish.number}].push_back(at);
  }
  for (const auto& [test, of_test] : places) {
    std::vector<ctest_view> attempts;
    for (const std::size_t at : of_test) {
      attempts.push_back(std::move(views[at]));
    }
    std::stable_sort(attempts.begin(), attempts.end(),
                     [](const ctest_view& a, const ctest_view& b) {
                       return a.finish.attempt < b.finish.attempt;
                     });
    for (std::size_t at = 0; at < of_test.size(); ++at) {
      views[of_test[at]] = std::move(attempts[at]);
    }
  }
}

}  // namespace

std::vector<ctest_view> collect_views(const std::vector<event>& events,
                                      const timeline& history) {
  std::vector<ctest_view> views;
  std::map<view_key, std::size_t> open;
  process_finder processes(history);
  const auto view_of = [&](const event& whole,
                           const ctest_start& start) -> ctest_view& {
    const auto [found, is_new] = open.try_emplace(
        {start.test, start.number, start.attempt}, views.size());
    if (is_new) {
      ctest_view& made = views.emplace_back();
      made.start_ns = whole.time_ns;
      made.start_mono_ns = whole.mono_ns;
      made.node = node_of(whole.worker);
      static_cast<ctest_start&>(made.finish) = start;
    }
    return views[found->second];
  };
  for (const event* each : in_order(events)) {
    if (const auto* start = each->body.get_if<ctest_start>()) {
      view_of(*each, *start);
    } else if (const auto* end = each->body.get_if<ctest_finish>()) {
      ctest_view& view = view_of(*each, *end);
      view.end_mono_ns = each->mono_ns;
      view.finish = *end;
      view.finished = true;
      for (const std::int64_t pid : end->processes) {
        processes.take_pid(pid, each->mono_ns, view.processes);
      }
    }
  }
  put_attempts_in_order(views);
  for (ctest_view& view : views) {
    if (!view.finished && !history.processes.empty()) {
      processes.take_test(view.finish.test, view.processes);
    }
  }
  return views;
}

}  // namespace parallel_testing::tools
