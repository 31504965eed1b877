// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "events/node_logs.hpp"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

namespace parallel_testing::tools {
namespace {

namespace fs = std::filesystem;

using test_key = std::pair<std::string, std::int64_t>;  ///< name, number

const run_node* node_in(const event& given) {
  return given.body.get_if<run_node>();
}

/// Adds `offset` to all process ids of an event.
class pid_shift {
 public:
  explicit pid_shift(std::int64_t offset) : offset_(offset) {}

  void apply(event& to) {
    shift(to.pid);
    to.body.visit([this](auto& body) { shift_body(body); });
  }

  [[nodiscard]] std::int64_t greatest() const { return greatest_; }

 private:
  void shift(std::int64_t& pid) {
    constexpr std::int64_t most = std::int64_t{1} << 60U;
    pid = std::min(pid, most) + offset_;
    greatest_ = std::max(greatest_, pid);
  }

  template <class Body>
  void shift_body(Body& body) {
    if constexpr (requires { body.parent_pid; }) {
      shift(body.parent_pid);
    }
    if constexpr (requires { body.process; }) {
      shift(body.process);
    }
    if constexpr (requires { body.orphan; }) {
      shift(body.orphan);
    }
    if constexpr (requires { body.processes; }) {
      for (std::int64_t& each : body.processes) {
        shift(each);
      }
    }
  }

  std::int64_t offset_;
  std::int64_t greatest_ = 0;
};

std::string machine_of(const node_log& log) {
  for (const event& each : log.events) {
    if (const run_node* found = node_in(each)) {
      return found->machine;
    }
  }
  return log.node;  // the agent was killed before it could say
}

std::int64_t run_began_ns(const std::vector<event>& own) {
  for (const event& each : own) {
    if (each.body.is<run_start>()) {
      return each.time_ns;
    }
  }
  return 0;
}

/// What to add to the monotonic clock of each machine.
std::map<std::string, std::int64_t> clock_offsets(
    const std::vector<node_log>& nodes, std::int64_t began_ns) {
  std::map<std::string, std::int64_t> offsets;
  std::map<std::string, std::int64_t> first_ns;
  for (const node_log& log : nodes) {
    const std::string machine = machine_of(log);
    for (const event& each : log.events) {
      const auto [known, is_new] = first_ns.try_emplace(machine, each.mono_ns);
      if (is_new || each.mono_ns < known->second) {
        known->second = each.mono_ns;
        offsets[machine] = std::max(each.time_ns, began_ns) - each.mono_ns;
      }
    }
  }
  return offsets;
}

class log_joiner {
 public:
  log_joiner(std::vector<event> own, std::vector<node_log> nodes)
      : joined_(std::move(own)), nodes_(std::move(nodes)) {}

  std::vector<event> result() {
    take_own();
    const std::int64_t began_ns = run_began_ns(joined_);
    const auto offsets = clock_offsets(nodes_, began_ns);
    for (node_log& log : nodes_) {
      const std::string machine = machine_of(log);
      const auto offset = offsets.find(machine);
      add(log, offset == offsets.end() ? 0 : offset->second);
    }
    add_possible_starts(began_ns);
    number_attempts();
    for (event& each : joined_) {
      if (auto* start = each.body.get_if<run_start>()) {
        start->workers = std::max(start->workers, workers_);
      }
    }
    return std::move(joined_);
  }

 private:
  void take_own() {
    for (event& each : joined_) {
      greatest_pid_ = std::max(greatest_pid_, each.pid);
      if (const auto* lost = each.body.get_if<test_lost>()) {
        lost_[{lost->node, lost->test, lost->number}] = *lost;
        last_own_ = each;
      }
      each.mono_ns = each.time_ns;
    }
  }

  void add(node_log& log, std::int64_t offset) {
    pid_shift pids(greatest_pid_ + 1);
    std::map<test_key, event> running;
    std::map<std::string, std::vector<std::int64_t>> processes;
    std::int64_t last_ns = 0;
    for (event& each : log.events) {
      if (const auto* start = each.body.get_if<run_start>()) {
        workers_ += start->workers;
        continue;
      }
      if (each.body.is<run_finish>()) {
        continue;
      }
      each.mono_ns += offset;
      last_ns = std::max(last_ns, each.mono_ns);
      each.worker = log.node + "." + each.worker;
      pids.apply(each);
      if (auto* kept = each.body.get_if<artifacts>()) {
        kept->path = log.node + "-" + kept->path;
      }
      if (const auto* begun = each.body.get_if<process_start>()) {
        processes[begun->ctest_test.empty() ? begun->test : begun->ctest_test]
            .push_back(each.pid);
      } else if (auto* end = each.body.get_if<ctest_finish>()) {
        running.erase({end->test, end->number});
        note_doubt(log.node, *end);
        note(log.node, *end, each.mono_ns);
      } else if (const auto* start = each.body.get_if<ctest_start>()) {
        running.insert_or_assign({start->test, start->number}, each);
        note(log.node, *start, each.mono_ns);
      }
      joined_.push_back(std::move(each));
    }
    for (auto& [test, begun] : running) {
      end_lost(log.node, test, std::move(begun), last_ns,
               processes[test.first]);
    }
    greatest_pid_ = std::max(greatest_pid_, pids.greatest());
  }

  /// A test that failed just before its node ended.
  void note_doubt(const std::string& node, ctest_finish& end) const {
    const auto lost = lost_.find({node, end.test, end.number});
    if (lost != lost_.end() && lost->second.round == end.round &&
        is_bad(end.outcome)) {
      end.message += (end.message.empty() ? "" : "; ") + lost->second.reason;
    }
  }

  /// Ends a test that ran when its node ended.
  void end_lost(const std::string& node, const test_key& test, event begun,
                std::int64_t last_ns, std::vector<std::int64_t> processes) {
    const auto lost = lost_.find({node, test.first, test.second});
    if (lost == lost_.end()) {
      return;
    }
    ctest_finish end;
    static_cast<ctest_start&>(end) = begun.body.get<ctest_start>();
    end.outcome = verdict::crash;
    end.duration_ns = std::max<std::int64_t>(last_ns - begun.mono_ns, 0);
    end.message = lost->second.reason;
    end.processes = std::move(processes);
    begun.time_ns += end.duration_ns;
    begun.mono_ns += end.duration_ns;
    begun.seq = std::numeric_limits<std::int64_t>::max() / 2;
    begun.body = std::move(end);
    joined_.push_back(std::move(begun));
  }

  /// A test that its node may have begun before the log had it gets an attempt
  /// that did not run, so that a report has every possible repetition.
  void add_possible_starts(std::int64_t began_ns) {
    for (const auto& [key, lost] : lost_) {
      const auto runs = runs_.find({lost.test, lost.number});
      if (runs != runs_.end() &&
          runs->second.contains({lost.round, lost.node})) {
        continue;
      }
      ctest_finish end;
      end.test = lost.test;
      end.number = lost.number;
      end.attempt = 1;
      end.round = lost.round;
      end.outcome = verdict::not_run;
      end.message = lost.reason;
      event made = last_own_;
      made.worker = lost.node + ".master";
      // Before the next attempt by the clock of any machine.
      made.mono_ns = began_ns;
      made.time_ns = began_ns;
      note(lost.node, end, made.mono_ns);
      made.body = std::move(end);
      joined_.push_back(std::move(made));
    }
  }

  /// The attempts of a node at a test in one round.
  struct runs_of_test {
    std::int64_t first_ns = 0;
    std::int64_t first_attempt = 0;
    std::int64_t last_attempt = 0;
  };
  using turn = std::pair<std::int64_t, std::string>;  ///< round, node

  void note(const std::string& node, const ctest_start& seen,
            std::int64_t at_ns) {
    runs_of_test& known =
        runs_[{seen.test, seen.number}]
            .try_emplace({seen.round, node},
                         runs_of_test{at_ns, seen.attempt, seen.attempt})
            .first->second;
    known.first_attempt = std::min(known.first_attempt, seen.attempt);
    known.last_attempt = std::max(known.last_attempt, seen.attempt);
  }

  [[nodiscard]] bool was_lost(const test_key& test, const turn& given) const {
    const auto lost = lost_.find({given.second, test.first, test.second});
    return lost != lost_.end() && lost->second.round == given.first;
  }

  /// Set-up and clean-up tests of fixtures run on several nodes: each of their
  /// runs counts as a round, as in a merged log. A test that runs again because
  /// its node ended is tried again in the same round.
  void number_attempts() {
    struct numbers {
      std::int64_t attempts_before = 0;
      std::int64_t round = 0;
    };
    std::map<std::pair<test_key, turn>, numbers> made;
    for (const auto& [test, turns] : runs_) {
      std::vector<std::pair<turn, runs_of_test>> order(turns.begin(),
                                                       turns.end());
      // Clocks of machines differ, but another node runs a test only after the
      // first one lost it.
      std::stable_sort(order.begin(), order.end(),
                       [&, &key = test](const auto& a, const auto& b) {
                         const bool is_first = was_lost(key, a.first);
                         return a.first.first != b.first.first
                                    ? a.first.first < b.first.first
                                : is_first != was_lost(key, b.first)
                                    ? is_first
                                    : a.second.first_ns < b.second.first_ns;
                       });
      std::int64_t attempts = 0;
      std::int64_t next_round = 1;
      for (const auto& [at, ran] : order) {
        const std::int64_t round = std::max(next_round, at.first);
        made[{test, at}] = {attempts - ran.first_attempt + 1, round};
        attempts += ran.last_attempt - ran.first_attempt + 1;
        next_round = was_lost(test, at) ? round : round + 1;
      }
    }
    for (event& each : joined_) {
      ctest_start* start = each.body.get_if<ctest_start>();
      if (auto* end = each.body.get_if<ctest_finish>()) {
        start = end;
      }
      if (start != nullptr) {
        const numbers found = made[{{start->test, start->number},
                                    {start->round, node_of(each.worker)}}];
        start->attempt += found.attempts_before;
        start->round = found.round;
      }
    }
  }

  std::vector<event> joined_;
  std::vector<node_log> nodes_;
  std::map<std::tuple<std::string, std::string, std::int64_t>, test_lost>
      lost_;        ///< by node, test and number
  event last_own_;  ///< the last one about a lost test
  std::map<test_key, std::map<turn, runs_of_test>> runs_;
  std::int64_t greatest_pid_ = 0;
  std::int64_t workers_ = 0;
};

}  // namespace

std::string node_of(const std::string& worker) {
  // Names of hosts may have dots, names of workers have none.
  const std::size_t dot = worker.rfind('.');
  return dot == std::string::npos ? "" : worker.substr(0, dot);
}

std::vector<std::pair<std::string, std::string>> node_logs_of(
    const std::string& path, const std::vector<event>& own) {
  std::vector<std::pair<std::string, std::string>> logs;
  const bool is_joined =
      std::any_of(own.begin(), own.end(),
                  [](const event& each) { return node_in(each) != nullptr; });
  if (is_joined) {
    return logs;
  }
  std::error_code problem;
  for (const auto& entry : fs::directory_iterator(
           fs::path(path).parent_path() / "nodes", problem)) {
    const fs::path log = entry.path() / "events.ndjson";
    if (fs::exists(log, problem)) {
      logs.emplace_back(entry.path().filename().string(), log.string());
    }
  }
  std::sort(logs.begin(), logs.end());
  return logs;
}

std::vector<event> join_node_logs(std::vector<event> own,
                                  std::vector<node_log> nodes) {
  if (nodes.empty()) {
    return own;
  }
  return log_joiner(std::move(own), std::move(nodes)).result();
}

std::vector<std::vector<event>> by_machine(const std::vector<event>& events) {
  std::map<std::string, std::string> machines;  // by node
  for (const event& each : events) {
    if (const run_node* found = node_in(each)) {
      machines[found->node] = found->machine;
    }
  }
  if (machines.empty()) {
    return {};
  }
  std::map<std::string, std::vector<event>> parts;
  for (event each : events) {
    const std::string node = node_of(each.worker);
    if (node.empty()) {
      continue;  // of the program that the user started, which holds nothing
    }
    each.worker.erase(0, node.size() + 1);
    const auto machine = machines.find(node);
    parts[machine == machines.end() ? node : machine->second].push_back(
        std::move(each));
  }
  std::vector<std::vector<event>> result;
  for (auto& [machine, part] : parts) {
    result.push_back(std::move(part));
  }
  return result;
}

}  // namespace parallel_testing::tools
