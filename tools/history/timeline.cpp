// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "history/timeline.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace parallel_testing::tools {
namespace {

/// A case that passed or was skipped has the outcome leak if it left a process;
/// a case that failed keeps its reason.
void judge_leak(test_case& given) {
  const bool is_good = given.outcome && !is_bad(*given.outcome);
  if (given.has_leaked && is_good) {
    given.outcome = verdict::leak;
  }
}

/// Tracks what is open while it builds a timeline: living processes, their
/// cases, and what they hold.
class timeline_builder {
 public:
  struct live_process {
    std::size_t index = 0;
    std::int64_t next_seq = 0;
    std::map<held_resource, std::vector<std::size_t>> open_holds;
    std::optional<std::size_t> open_case;
    std::size_t first_grant = 0;
    std::size_t grants = 0;
  };

  /// The process of the next event, which proves that the process lives. Events
  /// must come in the order of time.
  live_process& observe(const event& next);

  void start(live_process& live, process_start&& body);
  void grant_all(live_process& live, allocation&& body, std::int64_t at_ns);
  void finish(live_process& live, const process_finish& body);
  void begin_case(live_process& live, case_start&& body, const event& whole);
  void end_case(live_process& live, case_finish&& body, std::int64_t at_ns);
  void fail_case(case_failure&& body, const event& whole);
  void note_left(case_left&& body, const event& whole);
  /// Records the end of a case that its own process cannot report, from the
  /// process that watches it.
  void lose_case(live_process& live, lost_case&& body, const event& whole);
  void note_artifacts(const live_process& live, events::artifacts&& body);

  void note_left(live_process& live, launch_left&& body) {
    process& state = state_of(live);
    state.outlived =
        state.outlived || body.treatment == left_treatment::allowed;
    state.left.push_back(std::move(body));
  }
  /// Records what `parallel-testing run` reports about the end of a test, or
  /// about a process that a test left behind.
  void note_end(const ctest_finish& end, const event& whole);
  void note_outlived(const ctest_left& left, const event& whole);

  void end_launch(live_process& live, launch_finish&& body) {
    state_of(live).launch = std::move(body);
  }

  void note_quarantine(live_process& live, launch_quarantine&& body) {
    state_of(live).quarantine = std::move(body);
  }

  /// Returns the new hold; the reference is valid until the next call.
  hold& acquire(live_process& live, held_resource&& taken, std::int64_t at_ns);
  void release(live_process& live, const held_resource& given,
               std::int64_t at_ns);
  void give_up_directory(live_process& live, std::string&& path,
                         std::int64_t at_ns);
  bool close_hold_of_family(const live_process& live,
                            const held_resource& given, std::int64_t at_ns);

  /// Ends everything that is still open at the last event of its process.
  timeline take();

 private:
  using process_key = std::pair<std::string, std::int64_t>;

  [[nodiscard]] std::size_t living_test_of(const event& next) const;
  live_process& new_process(const process_key& key, const event& next);
  void note_sequence(live_process& live, const event& next);
  void close_case(live_process& live, std::int64_t at_ns);
  bool close_hold(live_process& live, const held_resource& given,
                  std::int64_t at_ns);
  void end_process(live_process& live);
  [[nodiscard]] std::string test_of(const live_process& live) const;
  process& state_of(const live_process& live) {
    return result_.processes[live.index];
  }

  timeline result_;
  /// By run, pid and name: the last case with that name that no event has
  /// ended.
  std::map<std::tuple<std::string, std::int64_t, std::string>, std::size_t>
      unfinished_;
  /// The same for cases that have ended.
  std::map<std::tuple<std::string, std::int64_t, std::string>, std::size_t>
      ended_;
  std::map<process_key, live_process> live_;
  /// By run and number of the test: the processes of its last attempt.
  std::map<std::pair<std::string, std::int64_t>, std::vector<std::int64_t>>
      ended_tests_;
  /// By run and worker: the process that started last.
  std::map<std::pair<std::string, std::string>, std::size_t> tests_;
};

timeline_builder::live_process& timeline_builder::observe(const event& next) {
  const process_key key{next.run, next.pid};
  auto found = live_.find(key);
  if (found != live_.end()) {
    const live_process& known = found->second;
    const bool restarted =
        next.seq < known.next_seq ||
        (state_of(known).started && next.body.is<process_start>());
    if (restarted) {
      end_process(found->second);
      live_.erase(found);
      found = live_.end();
    }
  }
  live_process& live =
      found == live_.end() ? new_process(key, next) : found->second;
  note_sequence(live, next);
  state_of(live).end_ns = next.mono_ns;
  return live;
}

timeline_builder::live_process& timeline_builder::new_process(
    const process_key& key, const event& next) {
  process state;
  state.begin_ns = next.mono_ns;
  state.run = next.run;
  state.worker = next.worker;
  state.pid = next.pid;
  state.family = living_test_of(next);
  result_.processes.push_back(std::move(state));
  live_process& live = live_[key];
  live.index = result_.processes.size() - 1;
  return live;
}

/// A helper process of a running test, such as a program that it starts or a
/// death test, logs under the worker of that test and has no start event.
std::size_t timeline_builder::living_test_of(const event& next) const {
  const auto found = tests_.find({next.run, next.worker});
  const bool lives =
      found != tests_.end() && !result_.processes[found->second].finished;
  return lives ? result_.processes[found->second].family
               : result_.processes.size();
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

void timeline_builder::start(live_process& live, process_start&& body) {
  process& state = state_of(live);
  state.started = true;
  state.executable = std::move(body.executable);
  state.test = std::move(body.test);
  state.selector = std::move(body.selector);
  state.ctest_test = std::move(body.ctest_test);
  state.command = std::move(body.command);
  state.worker_count = body.worker_count;
  state.parent_pid = body.parent_pid;
  state.family = live.index;
  tests_[{state.run, state.worker}] = live.index;
  const auto parent = live_.find({state.run, body.parent_pid});
  if (parent != live_.end() && !state_of(parent->second).finished) {
    state.family = state_of(parent->second).family;
  }
  if (slot_index(state.worker)) {
    acquire(live, {held_kind::worker, state.worker}, state.begin_ns).reentrant =
        true;
  }
}

/// What a test passes to the programs that it starts is not granted twice.
void timeline_builder::grant_all(live_process& live, allocation&& body,
                                 std::int64_t at_ns) {
  if (state_of(live).family != live.index) {
    return;
  }
  live.first_grant = result_.grants.size();
  live.grants = body.slots.size();
  for (allocated_slots& each : body.slots) {
    result_.grants.push_back(
        {{at_ns, 0}, body.spec, std::move(each), live.index});
  }
}

void timeline_builder::finish(live_process& live, const process_finish& body) {
  process& state = state_of(live);
  state.finished = true;
  state.max_rss_kib = body.max_rss_kib;
  state.cpu_us = body.user_us + body.system_us;
}

void timeline_builder::begin_case(live_process& live, case_start&& body,
                                  const event& whole) {
  close_case(live, whole.mono_ns);
  live.open_case = result_.cases.size();
  unfinished_[{whole.run, whole.pid, body.test}] = result_.cases.size();
  test_case& begun = result_.cases.emplace_back();
  begun.begin_ns = whole.mono_ns;
  begun.process = live.index;
  begun.test = std::move(body.test);
  begun.file = std::move(body.file);
  begun.line = body.line;
  begun.markers = std::move(body.markers);
  begun.tags = std::move(body.tags);
  begun.shown_name = std::move(body.shown_name);
  begun.time_ns = whole.time_ns;
}

void timeline_builder::end_case(live_process& live, case_finish&& body,
                                std::int64_t at_ns) {
  if (!live.open_case || result_.cases[*live.open_case].test != body.test) {
    return;
  }
  test_case& ended = result_.cases[*live.open_case];
  const process& owner = state_of(live);
  unfinished_.erase({owner.run, owner.pid, body.test});
  ended_[{owner.run, owner.pid, body.test}] = *live.open_case;
  ended.outcome = body.outcome;
  ended.message = std::move(body.message);
  judge_leak(ended);
  close_case(live, at_ns);
}

void timeline_builder::fail_case(case_failure&& body, const event& whole) {
  const auto found = ended_.find({whole.run, body.process, body.test});
  // A crash stays one.
  if (found == ended_.end() || !result_.cases[found->second].outcome) {
    return;
  }
  test_case& failed = result_.cases[found->second];
  if (failed.outcome != verdict::fail) {
    failed.message = std::move(body.message);
  }
  failed.outcome = verdict::fail;
  failed.failed_afterwards = true;
}

/// The event comes before the end of a forked case, and after that of a case
/// for which the program was started.
void timeline_builder::note_left(case_left&& body, const event& whole) {
  const auto running = unfinished_.find({whole.run, body.process, body.test});
  const auto ended = ended_.find({whole.run, body.process, body.test});
  if (running == unfinished_.end() && ended == ended_.end()) {
    return;
  }
  test_case& given =
      result_.cases[running != unfinished_.end() ? running->second
                                                 : ended->second];
  given.left.push_back({body.orphan, std::move(body.command), body.treatment});
  given.has_leaked = given.has_leaked || body.leak == "fail";
  process& owner = result_.processes[given.process];
  owner.outlived = owner.outlived || body.treatment == left_treatment::allowed;
  judge_leak(given);
}

void timeline_builder::lose_case(live_process& live, lost_case&& body,
                                 const event& whole) {
  const auto found = unfinished_.find({whole.run, body.process, body.test});
  if (found != unfinished_.end()) {
    result_.cases[found->second].message = std::move(body.message);
    ended_[found->first] = found->second;
    unfinished_.erase(found);
    return;
  }
  const auto owner = live_.find({whole.run, body.process});
  lost_test_case& lost = result_.lost_cases.emplace_back();
  lost.begin_ns = lost.end_ns = whole.mono_ns;
  lost.process = owner == live_.end() ? live.index : owner->second.index;
  lost.test = std::move(body.test);
  lost.shown_name = std::move(body.shown_name);
  lost.file = std::move(body.file);
  lost.line = body.line;
  lost.time_ns = whole.time_ns;
  lost.message = std::move(body.message);
  lost.crashed = whole.body.is<case_crash>();
}

void timeline_builder::note_artifacts(const live_process& live,
                                      events::artifacts&& body) {
  std::string test = body.test.empty() ? test_of(live) : std::move(body.test);
  result_.artifacts.push_back(
      {live.index, std::move(test), std::move(body.path)});
}

void timeline_builder::close_case(live_process& live, std::int64_t at_ns) {
  if (live.open_case) {
    result_.cases[*live.open_case].end_ns = at_ns;
    live.open_case.reset();
  }
}

void timeline_builder::note_end(const ctest_finish& end, const event& whole) {
  ended_tests_[{whole.run, end.number}] = end.processes;
}

void timeline_builder::note_outlived(const ctest_left& left,
                                     const event& whole) {
  for (const std::int64_t pid : ended_tests_[{whole.run, left.number}]) {
    const auto found = live_.find({whole.run, pid});
    if (found != live_.end()) {
      state_of(found->second).outlived = true;
    }
  }
}

hold& timeline_builder::acquire(live_process& live, held_resource&& taken,
                                std::int64_t at_ns) {
  live.open_holds[taken].push_back(result_.holds.size());
  hold& made = result_.holds.emplace_back();
  made.begin_ns = at_ns;
  made.resource = std::move(taken);
  made.process = live.index;
  made.test = test_of(live);
  return made;
}

bool timeline_builder::close_hold(live_process& live,
                                  const held_resource& given,
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

void timeline_builder::release(live_process& live, const held_resource& given,
                               std::int64_t at_ns) {
  if (!close_hold(live, given, at_ns)) {
    result_.unmatched.push_back({live.index, given, test_of(live), at_ns});
  }
}

/// If a test has several processes, the last one removes a directory that
/// another one created. Processes of other tests remove old directories: each
/// touches such a directory at one instant, at which no other process may hold
/// it.
void timeline_builder::give_up_directory(live_process& live, std::string&& path,
                                         std::int64_t at_ns) {
  const held_resource directory{held_kind::directory, std::move(path)};
  if (!close_hold(live, directory, at_ns) &&
      !close_hold_of_family(live, directory, at_ns)) {
    acquire(live, held_resource(directory), at_ns);
    close_hold(live, directory, at_ns);
  }
}

bool timeline_builder::close_hold_of_family(const live_process& live,
                                            const held_resource& given,
                                            std::int64_t at_ns) {
  const std::size_t family = result_.processes[live.index].family;
  return std::any_of(live_.begin(), live_.end(), [&](auto& each) {
    return state_of(each.second).family == family &&
           close_hold(each.second, given, at_ns);
  });
}

void timeline_builder::end_process(live_process& live) {
  const std::int64_t end_ns = state_of(live).end_ns;
  close_case(live, end_ns);
  for (std::size_t i = 0; i < live.grants; ++i) {
    result_.grants[live.first_grant + i].end_ns = end_ns;
  }
  for (const auto& [taken, open] : live.open_holds) {
    for (const std::size_t index : open) {
      result_.holds[index].end_ns = end_ns;
    }
  }
}

timeline timeline_builder::take() {
  for (auto& [key, live] : live_) {
    end_process(live);
  }
  live_.clear();
  return std::move(result_);
}

/// Applies each kind of event to the timeline.
struct event_meaning {
  timeline_builder& builder;
  timeline_builder::live_process& live;
  const event& whole;

  void operator()(process_start&& body) const {
    builder.start(live, std::move(body));
  }
  void operator()(allocation&& body) const {
    builder.grant_all(live, std::move(body), whole.mono_ns);
  }
  void operator()(process_finish&& body) const { builder.finish(live, body); }
  void operator()(case_start&& body) const {
    builder.begin_case(live, std::move(body), whole);
  }
  void operator()(case_finish&& body) const {
    builder.end_case(live, std::move(body), whole.mono_ns);
  }
  void operator()(case_failure&& body) const {
    builder.fail_case(std::move(body), whole);
  }
  void operator()(case_crash&& body) const {
    builder.lose_case(live, std::move(body), whole);
  }
  void operator()(case_missing&& body) const {
    builder.lose_case(live, std::move(body), whole);
  }
  void operator()(case_left&& body) const {
    builder.note_left(std::move(body), whole);
  }
  void operator()(launch_left&& body) const {
    builder.note_left(live, std::move(body));
  }
  void operator()(launch_finish&& body) const {
    builder.end_launch(live, std::move(body));
  }
  void operator()(launch_quarantine&& body) const {
    builder.note_quarantine(live, std::move(body));
  }
  void operator()(lock_acquire&& body) const {
    for (held_resource& taken : lock_resources(body.key, whole.run)) {
      hold& made = builder.acquire(live, std::move(taken), whole.mono_ns);
      made.mode = body.mode;
      made.reentrant = true;
      made.waited_ns = body.waited_ns;
    }
  }
  /// What the kernel granted counts as well as what the launcher locked.
  void operator()(events::pinned&& body) const {
    std::set<std::int64_t> used(body.cores.begin(), body.cores.end());
    used.insert(body.processors.begin(), body.processors.end());
    for (const std::int64_t each : used) {
      builder.acquire(live, {held_kind::core, std::to_string(each)},
                      whole.mono_ns);
    }
  }
  void operator()(lock_release&& body) const {
    for (const held_resource& given : lock_resources(body.key, whole.run)) {
      builder.release(live, given, whole.mono_ns);
    }
  }
  void operator()(port_acquire&& body) const {
    builder.acquire(live, port_resource(body.port, body.protocol),
                    whole.mono_ns);
  }
  void operator()(port_release&& body) const {
    builder.release(live, port_resource(body.port, body.protocol),
                    whole.mono_ns);
  }
  void operator()(directory_create&& body) const {
    builder.acquire(live, {held_kind::directory, std::move(body.path)},
                    whole.mono_ns);
  }
  void operator()(directory_remove&& body) const {
    builder.give_up_directory(live, std::move(body.path), whole.mono_ns);
  }
  void operator()(directory_keep&& body) const {
    builder.give_up_directory(live, std::move(body.path), whole.mono_ns);
  }
  void operator()(events::artifacts&& body) const {
    builder.note_artifacts(live, std::move(body));
  }
  void operator()(unknown_event&& /*body*/) const {}
  void operator()(once_start&& /*body*/) const {}
  void operator()(once_finish&& /*body*/) const {}
  void operator()(warning&& /*body*/) const {}
  void operator()(run_start&& /*body*/) const {}
  void operator()(run_shard&& /*body*/) const {}
  void operator()(shard_tests&& /*body*/) const {}
  void operator()(run_finish&& /*body*/) const {}
  void operator()(ctest_start&& /*body*/) const {}
  void operator()(ctest_finish&& /*body*/) const {}
  void operator()(ctest_left&& /*body*/) const {}
  void operator()(run_node&& /*body*/) const {}
  void operator()(node_end&& /*body*/) const {}
  void operator()(test_lost&& /*body*/) const {}
  void operator()(cluster_lock&& /*body*/) const {}
};

/// Whether `parallel-testing run` wrote the event; it only watches and holds
/// nothing.
bool is_of_tool(const event& given) {
  return given.body.is<run_start>() || given.body.is<run_shard>() ||
         given.body.is<shard_tests>() || given.body.is<run_finish>() ||
         given.body.is<ctest_start>() || given.body.is<ctest_finish>() ||
         given.body.is<ctest_left>() || given.body.is<run_node>() ||
         given.body.is<node_end>() || given.body.is<test_lost>() ||
         given.body.is<cluster_lock>();
}

/// Applies such an event to the processes that it concerns.
void note_event_of_tool(const event& given, timeline_builder& builder) {
  if (const auto* end = given.body.get_if<ctest_finish>()) {
    builder.note_end(*end, given);
  } else if (const auto* left = given.body.get_if<ctest_left>()) {
    builder.note_outlived(*left, given);
  }
}

}  // namespace

timeline build_timeline(std::vector<event> events) {
  std::sort(events.begin(), events.end(), [](const event& a, const event& b) {
    return std::tie(a.mono_ns, a.run, a.pid, a.seq) <
           std::tie(b.mono_ns, b.run, b.pid, b.seq);
  });
  timeline_builder builder;
  for (event& next : events) {
    if (is_of_tool(next)) {
      note_event_of_tool(next, builder);
      continue;
    }
    timeline_builder::live_process& live = builder.observe(next);
    next.body.visit([&](auto& body) {
      event_meaning{builder, live, next}(std::move(body));
    });
  }
  return builder.take();
}

}  // namespace parallel_testing::tools
