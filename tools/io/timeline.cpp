// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "io/timeline.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace parallel_testing::io {
namespace {

class timeline_builder {
 public:
  void add(event&& next);
  timeline finish();

 private:
  struct live_process {
    std::size_t index = 0;
    std::int64_t next_seq = 0;
    std::map<resource, std::vector<std::size_t>> open_holds;
    std::optional<std::size_t> open_case;
  };
  using process_key = std::pair<std::string, std::int64_t>;

  live_process& process_of(const event& next);
  [[nodiscard]] std::size_t living_test_of(const event& next) const;
  void note_sequence(live_process& live, const event& next);
  void close_case(live_process& live, std::int64_t at_ns);
  void end_process(live_process& live);
  // The new hold, valid until the next one.
  hold& acquire(live_process& live, resource&& taken, std::int64_t at_ns);
  bool close_hold(live_process& live, const resource& given,
                  std::int64_t at_ns);
  void release(live_process& live, const resource& given, std::int64_t at_ns);
  void give_up_directory(live_process& live, std::string&& path,
                         std::int64_t at_ns);
  [[nodiscard]] std::string test_of(const live_process& live) const;
  process& state_of(const live_process& live) {
    return result_.processes[live.index];
  }

  void apply(live_process& live, const event& next, process_start&& body);
  void apply(live_process& live, const event& next, case_start&& body);
  void apply(live_process& live, const event& next, case_finish&& body);
  void apply(live_process& live, const event& next, process_finish&& body);
  void apply(live_process& live, const event& next, lock_acquire&& body);
  void apply(live_process& live, const event& next, lock_release&& body);
  void apply(live_process& live, const event& next, port_acquire&& body);
  void apply(live_process& live, const event& next, port_release&& body);
  void apply(live_process& live, const event& next, directory_create&& body);
  void apply(live_process& live, const event& next, directory_remove&& body);
  void apply(live_process& live, const event& next, directory_keep&& body);
  void apply(live_process&, const event&, warning&&) {}
  void apply(live_process&, const event&, unknown_event&&) {}

  timeline result_;
  std::map<process_key, live_process> live_;
  // By run and worker: the process that started last.
  std::map<std::pair<std::string, std::string>, std::size_t> tests_;
};

// A piece of a running test (a helper program, a death test) logs under the
// worker of that test and has no start of its own.
std::size_t timeline_builder::living_test_of(const event& next) const {
  const auto found = tests_.find({next.run, next.worker});
  const bool lives =
      found != tests_.end() && !result_.processes[found->second].finished;
  return lives ? result_.processes[found->second].family
               : result_.processes.size();
}

timeline_builder::live_process& timeline_builder::process_of(
    const event& next) {
  const process_key key{next.run, next.pid};
  if (const auto found = live_.find(key); found != live_.end()) {
    live_process& live = found->second;
    const process& state = state_of(live);
    const bool restarted =
        next.seq < live.next_seq ||
        (state.started && std::holds_alternative<process_start>(next.body));
    if (!restarted) {
      return live;
    }
    end_process(live);
  }
  process state;
  state.begin_ns = next.mono_ns;
  state.run = next.run;
  state.worker = next.worker;
  state.pid = next.pid;
  state.family = living_test_of(next);
  result_.processes.push_back(std::move(state));
  live_process& live = live_[key];
  live = {};
  live.index = result_.processes.size() - 1;
  // A process whose start is unknown may be a fork that goes on counting.
  live.next_seq =
      std::holds_alternative<process_start>(next.body) ? 0 : next.seq;
  return live;
}

void timeline_builder::note_sequence(live_process& live, const event& next) {
  if (next.seq > live.next_seq) {
    result_.gaps.push_back(
        {live.index, live.next_seq, next.seq - 1, next.mono_ns});
  }
  live.next_seq = next.seq + 1;
}

std::string timeline_builder::test_of(const live_process& live) const {
  return live.open_case ? result_.cases[*live.open_case].test
                        : result_.processes[live.index].test;
}

void timeline_builder::close_case(live_process& live, std::int64_t at_ns) {
  if (live.open_case) {
    result_.cases[*live.open_case].end_ns = at_ns;
    live.open_case.reset();
  }
}

void timeline_builder::end_process(live_process& live) {
  const std::int64_t end_ns = state_of(live).end_ns;
  close_case(live, end_ns);
  for (const auto& [taken, open] : live.open_holds) {
    for (const std::size_t index : open) {
      result_.holds[index].end_ns = end_ns;
    }
  }
  live.open_holds.clear();
}

hold& timeline_builder::acquire(live_process& live, resource&& taken,
                                std::int64_t at_ns) {
  live.open_holds[taken].push_back(result_.holds.size());
  hold& made = result_.holds.emplace_back();
  made.begin_ns = at_ns;
  made.resource = std::move(taken);
  made.process = live.index;
  made.test = test_of(live);
  return made;
}

bool timeline_builder::close_hold(live_process& live, const resource& given,
                                  std::int64_t at_ns) {
  const auto found = live.open_holds.find(given);
  if (found == live.open_holds.end()) {
    return false;
  }
  result_.holds[found->second.back()].end_ns = at_ns;
  found->second.pop_back();
  if (found->second.empty()) {
    live.open_holds.erase(found);
  }
  return true;
}

void timeline_builder::release(live_process& live, const resource& given,
                               std::int64_t at_ns) {
  if (!close_hold(live, given, at_ns)) {
    result_.unmatched.push_back({live.index, given, test_of(live), at_ns});
  }
}

// Old directories are removed by other processes than their makers; that
// touches them at one instant, in which nobody else may hold them.
void timeline_builder::give_up_directory(live_process& live, std::string&& path,
                                         std::int64_t at_ns) {
  const resource directory{resource_kind::directory, std::move(path)};
  if (!close_hold(live, directory, at_ns)) {
    acquire(live, resource(directory), at_ns);
    close_hold(live, directory, at_ns);
  }
}

void timeline_builder::apply(live_process& live, const event& next,
                             process_start&& body) {
  process& state = state_of(live);
  state.started = true;
  state.executable = std::move(body.executable);
  state.test = std::move(body.test);
  state.worker_count = body.worker_count;
  state.family = live.index;
  tests_[{next.run, next.worker}] = live.index;
  const auto parent = live_.find({next.run, body.parent_pid});
  if (parent != live_.end() && !state_of(parent->second).finished) {
    state.family = state_of(parent->second).family;
  }
  if (slot_index(state.worker)) {
    acquire(live, {resource_kind::worker, state.worker}, state.begin_ns)
        .reentrant = true;
  }
}

void timeline_builder::apply(live_process& live, const event& next,
                             case_start&& body) {
  close_case(live, next.mono_ns);
  live.open_case = result_.cases.size();
  result_.cases.push_back({{next.mono_ns, 0},
                           live.index,
                           std::move(body.test),
                           std::move(body.file),
                           body.line,
                           std::move(body.markers),
                           {}});
}

void timeline_builder::apply(live_process& live, const event& next,
                             case_finish&& body) {
  if (live.open_case && result_.cases[*live.open_case].test == body.test) {
    result_.cases[*live.open_case].outcome = body.outcome;
    close_case(live, next.mono_ns);
  }
}

void timeline_builder::apply(live_process& live, const event& /*next*/,
                             process_finish&& /*body*/) {
  state_of(live).finished = true;
}

void timeline_builder::apply(live_process& live, const event& next,
                             lock_acquire&& body) {
  for (resource& taken : lock_resources(body.key, next.run)) {
    hold& made = acquire(live, std::move(taken), next.mono_ns);
    made.mode = body.mode;
    made.reentrant = true;
    made.waited_ns = body.waited_ns;
  }
}

void timeline_builder::apply(live_process& live, const event& next,
                             lock_release&& body) {
  for (const resource& given : lock_resources(body.key, next.run)) {
    release(live, given, next.mono_ns);
  }
}

void timeline_builder::apply(live_process& live, const event& next,
                             port_acquire&& body) {
  acquire(live, port_resource(body.port, body.protocol), next.mono_ns);
}

void timeline_builder::apply(live_process& live, const event& next,
                             port_release&& body) {
  release(live, port_resource(body.port, body.protocol), next.mono_ns);
}

void timeline_builder::apply(live_process& live, const event& next,
                             directory_create&& body) {
  acquire(live, {resource_kind::directory, std::move(body.path)}, next.mono_ns);
}

void timeline_builder::apply(live_process& live, const event& next,
                             directory_remove&& body) {
  give_up_directory(live, std::move(body.path), next.mono_ns);
}

void timeline_builder::apply(live_process& live, const event& next,
                             directory_keep&& body) {
  give_up_directory(live, std::move(body.path), next.mono_ns);
}

void timeline_builder::add(event&& next) {
  live_process& live = process_of(next);
  note_sequence(live, next);
  state_of(live).end_ns = next.mono_ns;
  std::visit([&](auto& body) { apply(live, next, std::move(body)); },
             next.body);
}

timeline timeline_builder::finish() {
  for (auto& [key, live] : live_) {
    end_process(live);
  }
  return std::move(result_);
}

}  // namespace

timeline build_timeline(std::vector<event> events) {
  std::sort(events.begin(), events.end(), [](const event& a, const event& b) {
    return std::tie(a.mono_ns, a.run, a.pid, a.seq) <
           std::tie(b.mono_ns, b.run, b.pid, b.seq);
  });
  timeline_builder builder;
  for (event& next : events) {
    builder.add(std::move(next));
  }
  return builder.finish();
}

}  // namespace parallel_testing::io
