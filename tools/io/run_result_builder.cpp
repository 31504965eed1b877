// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "io/run_result_builder.hpp"

#include <algorithm>
#include <utility>

#include "io/case_facts.hpp"

namespace parallel_testing::io {
namespace {

constexpr const char* ended_early = "its process ended in the middle of it";
constexpr const char* still_running = "it was running when the run ended";

}  // namespace

run_result_builder::run_result_builder(const timeline& history,
                                       const std::vector<listed_test>& listing,
                                       run_result& into)
    : history_(history),
      listing_(listing),
      result_(into),
      names_(listing),
      facts_(history.processes.size()) {
  for (std::size_t at = 0; at < history.cases.size(); ++at) {
    facts_[history.cases[at].process].cases.push_back(at);
  }
  // The cases of a program that a launcher started are those of the launcher.
  for (std::size_t at = 0; at < history.cases.size(); ++at) {
    const std::size_t process = history.cases[at].process;
    const std::size_t family = history.processes[process].family;
    if (family != process &&
        (facts_[family].cases.empty() || facts_[family].has_cases_of_others)) {
      facts_[family].cases.push_back(at);
      facts_[family].has_cases_of_others = true;
    }
  }
  for (std::size_t at = 0; at < history.lost_cases.size(); ++at) {
    facts_[history.lost_cases[at].process].lost_cases.push_back(at);
  }
  for (std::size_t at = 0; at < history.holds.size(); ++at) {
    facts_[history.holds[at].process].holds.push_back(at);
  }
  for (const listed_test& each : listing) {
    listed_.emplace(each.name, &each);
  }
}

test_result& run_result_builder::test(const std::string& unit,
                                      const std::string& name,
                                      std::int64_t number) {
  const auto [found, is_new] = tests_.try_emplace(
      unit + '\n' + name + '\n' + std::to_string(number), result_.tests.size());
  if (is_new) {
    test_result& made = result_.tests.emplace_back();
    made.number = number;
    made.name = name;
    made.unit = unit;
    note_labels(made, unit.empty() ? name : unit);
  }
  return result_.tests[found->second];
}

void run_result_builder::note_labels(test_result& of,
                                     const std::string& name) const {
  const auto listed = listed_.find(name);
  if (listed == listed_.end()) {
    return;
  }
  of.labels = listed->second->items("LABELS");
  of.file = listed->second->file;
  of.line = listed->second->line;
}

void run_result_builder::describe(test_result& of, const test_case& given,
                                  const process& in) const {
  of.executable = in.executable;
  of.markers = given.markers;
  if (!given.file.empty()) {
    of.file = given.file;
    of.line = given.line;
  }
}

attempt& run_result_builder::add_attempt(test_result& to, std::size_t process) {
  const io::process& in = history_.processes[process];
  attempt& made = to.attempts.emplace_back();
  made.worker = in.worker;
  made.pid = in.pid;
  made.max_rss_kib = in.max_rss_kib;
  made.cpu_us = in.cpu_us;
  return made;
}

void run_result_builder::add_locks(attempt& to, std::size_t process,
                                   const std::string& test,
                                   bool first_of_process) const {
  for (const std::size_t at : facts_[process].holds) {
    const hold& held = history_.holds[at];
    const bool is_of_case = held.test == test;
    const bool is_of_process =
        held.test.empty() || held.test == history_.processes[process].test;
    if (!is_of_case && !(first_of_process && is_of_process)) {
      continue;
    }
    if (std::optional<std::string> key = key_of(held)) {
      to.locks.push_back({std::move(*key), held.mode, held.waited_ns,
                          held.end_ns - held.begin_ns, held.begin_ns});
    }
  }
}

bool run_result_builder::is_alone(
    const std::vector<std::size_t>& processes) const {
  return processes.size() <= 1 &&
         (processes.empty() || (!is_unit(history_.processes[processes[0]]) &&
                                facts_[processes[0]].cases.size() <= 1));
}

void run_result_builder::add_view(const ctest_view& view) {
  for (const std::size_t process : view.processes) {
    facts_[process].used = true;
  }
  if (is_alone(view.processes)) {
    add_single(view);
  } else {
    add_unit(view);
  }
}

void run_result_builder::add_single(const ctest_view& view) {
  const ctest_finish& seen = view.finish;
  test_result& of = test("", seen.test, seen.number);
  if (of.file.empty()) {
    of.file = seen.file;
    of.line = seen.line;
  }
  if (of.labels.empty()) {
    of.labels = seen.labels;
  }
  attempt made;
  if (!view.processes.empty()) {
    const std::size_t process = view.processes[0];
    made = add_attempt(of, process);
    of.attempts.pop_back();
    add_locks(made, process, seen.test, true);
  }
  made.round = std::max<std::int64_t>(seen.round, 1);
  made.start_ns = view.start_ns;
  made.start_mono_ns = view.start_mono_ns;
  made.duration_ns = seen.duration_ns;
  made.output = seen.output;
  made.message = view.finished ? seen.message : still_running;
  made.outcome = view.finished ? *verdict_of(seen.outcome) : verdict::crash;
  for (const std::size_t process : view.processes) {
    for (const std::size_t at : facts_[process].cases) {
      const test_case& given = history_.cases[at];
      describe(of, given, history_.processes[process]);
      if (view.finished) {
        made.outcome = joined(made.outcome, given);
      }
      made.message = first_of(given.message, made.message);
      if (made.outcome == verdict::crash && made.message.empty()) {
        made.message = ended_early;
      }
      if (made.outcome == verdict::pass) {
        made.message.clear();
      }
      if (made.start_ns == 0) {
        made.start_ns = given.time_ns - (given.begin_ns - made.start_mono_ns);
      }
    }
  }
  of.attempts.push_back(std::move(made));
}

bool run_result_builder::add_cases(std::size_t process, const std::string& unit,
                                   const ctest_view* view) {
  bool has_bad = false;
  bool is_first = true;
  const auto add = [&](const test_case& given, verdict how,
                       const std::string& why) {
    test_result& of =
        test(unit, given.test, view == nullptr ? 0 : view->finish.number);
    describe(of, given, history_.processes[process]);
    attempt& made = add_attempt(of, process);
    made.round =
        view == nullptr ? 1 : std::max<std::int64_t>(view->finish.round, 1);
    made.start_ns = given.time_ns;
    made.start_mono_ns = given.begin_ns;
    made.duration_ns = given.end_ns - given.begin_ns;
    made.outcome = how;
    made.message = first_of(given.message, why);
    has_bad = has_bad || is_bad(how);
    if (view != nullptr && is_bad(how)) {
      made.output = view->finish.output;
    }
    add_locks(made, process, given.test, std::exchange(is_first, false));
  };
  for (const std::size_t at : facts_[process].cases) {
    const test_case& given = history_.cases[at];
    const bool timed_out =
        view != nullptr && !given.outcome && view->finish.outcome == "timeout";
    const verdict how = timed_out ? verdict::timeout : verdict_of_case(given);
    const std::string why = timed_out               ? view->finish.message
                            : how == verdict::crash ? ended_early
                                                    : "";
    add(given, how, why);
  }
  for (const std::size_t at : facts_[process].lost_cases) {
    const lost_test_case& lost = history_.lost_cases[at];
    add(lost, lost.crashed ? verdict::crash : verdict::not_run, "");
  }
  return has_bad;
}

void run_result_builder::add_unit(const ctest_view& view) {
  const std::string& unit = view.finish.test;
  bool has_bad = false;
  bool has_case = false;
  for (const std::size_t process : view.processes) {
    has_bad = add_cases(process, unit, &view) || has_bad;
    has_case = has_case || !facts_[process].cases.empty();
  }
  // It failed for a reason that none of its cases gives.
  const bool is_failed =
      view.finished && is_bad(*verdict_of(view.finish.outcome));
  if (!has_case || (is_failed && !has_bad)) {
    add_single(
        {view.start_ns, view.start_mono_ns, view.finish, view.finished, {}});
  }
}

const listed_test* run_result_builder::listed_as(const process& given) {
  const std::vector<std::size_t> places =
      names_.find(given.executable, given.selector, given.test);
  if (places.empty()) {
    return nullptr;
  }
  // Registered several times: they ran in turn.
  const std::size_t use =
      uses_[given.executable + '\n' + given.selector]++ % places.size();
  return &listing_[places[use]];
}

void run_result_builder::add_other_processes() {
  for (std::size_t at = 0; at < facts_.size(); ++at) {
    const process& each = history_.processes[at];
    if (facts_[at].used || each.family != at ||
        (facts_[at].cases.empty() && facts_[at].lost_cases.empty() &&
         (is_unit(each) || each.finished))) {
      continue;
    }
    const listed_test* listed = listed_as(each);
    const std::string name = listed != nullptr ? listed->name : "";
    if (is_unit(each) || facts_[at].cases.size() > 1) {
      add_cases(at, name, nullptr);
      continue;
    }
    ctest_view view;
    view.processes = {at};
    view.finished = true;
    view.finish.test = name.empty() ? each.test : name;
    view.finish.outcome = to_text(verdict::crash);
    view.finish.duration_ns = each.end_ns - each.begin_ns;
    if (!facts_[at].cases.empty()) {
      view.finish.outcome =
          to_text(verdict_of_case(history_.cases[facts_[at].cases[0]]));
    }
    view.start_mono_ns = each.begin_ns;
    add_single(view);
  }
}

/// Of tests that share a process, the first stands for all.
void run_result_builder::add_left_process(const ctest_left& left) {
  const auto found = std::find_if(
      result_.tests.begin(), result_.tests.end(), [&](const test_result& each) {
        return each.number == left.number &&
               (each.unit.empty() ? each.name : each.unit) == left.test;
      });
  if (found != result_.tests.end()) {
    found->left_behind.push_back(left.program);
  }
}

void run_result_builder::add_tests_that_never_started() {
  std::unordered_map<std::string, bool> started;
  for (const test_result& each : result_.tests) {
    started[each.unit.empty() ? each.name : each.unit] = true;
  }
  for (const listed_test& each : listing_) {
    if (!started.contains(each.name)) {
      attempt never;
      never.message = "it was not started";
      test("", each.name, 0).attempts.push_back(never);
    }
  }
}

}  // namespace parallel_testing::io
