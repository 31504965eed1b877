// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "results/build_run_result.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <limits>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ctest/ctest_names.hpp"
#include "ctest/ctest_view.hpp"
#include "results/attempt.hpp"
#include "results/verdict.hpp"

namespace parallel_testing::tools {
namespace {

/// Fills `into`. All three arguments must outlive it.
class run_result_builder {
 public:
  run_result_builder(const timeline& history,
                     const std::vector<listed_test>& listing, run_result& into);

  void add_view(const ctest_view& view);

  /// Adds test processes that belong to no view: ctest ran without
  /// `parallel-testing run`, or a user started them.
  void add_other_processes();
  void add_tests_that_never_started();
  void add_left_process(const ctest_left& left);
  /// Records results that belong to no listed test. Does nothing without a
  /// listing.
  void note_contradictions();

 private:
  [[nodiscard]] bool is_alone(const std::vector<std::size_t>& processes) const;
  [[nodiscard]] bool are_copies(
      const std::vector<std::size_t>& processes) const;
  [[nodiscard]] std::vector<std::size_t> copies_of(std::size_t process);
  [[nodiscard]] const listed_test* listed_as(const process& given);
  test_result& test(const std::string& unit, const std::string& name,
                    std::int64_t number);
  test_result& test_of(const ctest_view& view);
  void add_single(const ctest_view& view);
  void add_unit(const ctest_view& view);
  void note_unit(const ctest_view& view);
  [[nodiscard]] std::int64_t time_of_cases(std::size_t process) const;
  void note_mixed_processes(const ctest_view& view);
  static attempt* copy_of(test_result& of, const attempt& made);
  void add_cases(std::size_t process, const std::string& unit,
                 const ctest_view* view);
  bool has_bad_case(const ctest_view& view);
  void add_left_program(const std::string& test, std::int64_t number,
                        const std::string& program);
  void note_labels(test_result& of, const std::string& name) const;

  const timeline& history_;
  const std::vector<listed_test>& listing_;
  run_result& result_;
  ctest_names names_;
  std::vector<process_parts> parts_;
  attempt_reader reader_;
  std::vector<bool> used_;  ///< for each process: it has a result
  std::unordered_map<std::string, std::size_t> tests_;
  std::unordered_map<std::string, const listed_test*> listed_;
  std::unordered_map<std::string, std::size_t> uses_;
  /// Test processes, by everything that copies have in common.
  std::unordered_map<std::string, std::vector<std::size_t>> alike_;
};

run_result_builder::run_result_builder(const timeline& history,
                                       const std::vector<listed_test>& listing,
                                       run_result& into)
    : history_(history),
      listing_(listing),
      result_(into),
      names_(listing),
      parts_(parts_of(history)),
      reader_(history, parts_, into),
      used_(history.processes.size()) {
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

bool run_result_builder::is_alone(
    const std::vector<std::size_t>& processes) const {
  if (are_copies(processes)) {
    return true;
  }
  return processes.size() <= 1 &&
         (processes.empty() || (!is_unit(history_.processes[processes[0]]) &&
                                parts_[processes[0]].cases.size() <= 1));
}

/// Whether the processes run one case several times at the same time, as with
/// `mpiexec -n 2`. That is one attempt at one test.
bool run_result_builder::are_copies(
    const std::vector<std::size_t>& processes) const {
  std::vector<const test_case*> cases;
  for (const std::size_t process : processes) {
    if (is_unit(history_.processes[process])) {
      return false;
    }
    for (const std::size_t at : parts_[process].cases) {
      cases.push_back(&history_.cases[at]);
    }
  }
  if (cases.size() < 2) {
    return false;
  }
  std::sort(cases.begin(), cases.end(), [](const auto* a, const auto* b) {
    return a->begin_ns < b->begin_ns;
  });
  // The log has no end for a case that its process did not survive.
  const auto end_of = [](const test_case& given) {
    return given.outcome ? given.end_ns
                         : std::numeric_limits<std::int64_t>::max();
  };
  std::int64_t end_ns = end_of(*cases[0]);
  return std::all_of(cases.begin() + 1, cases.end(), [&](const auto* each) {
    const bool overlaps = each->begin_ns < end_ns;
    end_ns = std::max(end_ns, end_of(*each));
    return overlaps && each->test == cases[0]->test;
  });
}

/// The process and its copies.
std::vector<std::size_t> run_result_builder::copies_of(std::size_t process) {
  const auto common = [&](std::size_t at) {
    const tools::process& each = history_.processes[at];
    return each.run + '\n' + each.worker + '\n' + each.executable + '\n' +
           each.selector + '\n' + each.ctest_test;
  };
  if (alike_.empty()) {
    for (std::size_t at = 0; at < used_.size(); ++at) {
      if (history_.processes[at].family == at) {
        alike_[common(at)].push_back(at);
      }
    }
  }
  std::vector<std::size_t> result = {process};
  for (const std::size_t other : alike_[common(process)]) {
    if (other == process || used_[other]) {
      continue;
    }
    result.push_back(other);
    if (!are_copies(result)) {
      result.pop_back();
    }
  }
  return result;
}

void run_result_builder::add_view(const ctest_view& view) {
  for (const std::size_t process : view.processes) {
    used_[process] = true;
  }
  note_mixed_processes(view);
  if (is_alone(view.processes)) {
    add_single(view);
  } else {
    add_unit(view);
  }
}

void run_result_builder::add_single(const ctest_view& view) {
  test_result& of = test_of(view);
  of.attempts.push_back(reader_.of_test(view, of));
}

test_result& run_result_builder::test_of(const ctest_view& view) {
  const ctest_finish& seen = view.finish;
  test_result& of = test("", seen.test, seen.number);
  if (of.file.empty()) {
    of.file = seen.file;
    of.line = seen.line;
  }
  if (of.labels.empty()) {
    of.labels = seen.labels;
  }
  return of;
}

/// Finds an attempt that overlaps `made`: both belong to copies of one test.
attempt* run_result_builder::copy_of(test_result& of, const attempt& made) {
  const auto overlaps = [](const attempt& a, const attempt& b) {
    return a.start_mono_ns < b.start_mono_ns + b.duration_ns;
  };
  const auto found = std::find_if(
      of.attempts.begin(), of.attempts.end(), [&](const attempt& each) {
        return each.round == made.round && overlaps(each, made) &&
               overlaps(made, each);
      });
  return found == of.attempts.end() ? nullptr : &*found;
}

void run_result_builder::add_cases(std::size_t process, const std::string& unit,
                                   const ctest_view* view) {
  bool is_first = true;
  // A second process of the same test that runs a case again is a copy. A
  // process that starts after the end of the first one is a separate test in
  // the log.
  std::unordered_map<std::string, std::size_t> first_processes;
  const auto add = [&](const test_case& given, verdict how,
                       const std::string& why) {
    test_result& of = test(unit, name_in_unit(given),
                           view == nullptr ? 0 : view->finish.number);
    attempt made = reader_.of_case(process, given, of);
    made.round =
        view == nullptr ? 1 : std::max<std::int64_t>(view->finish.round, 1);
    made.outcome = how;
    made.message = how == verdict::leak ? left_text(programs_left(given.left))
                                        : first_of(given.message, why);
    if (view != nullptr && is_bad(how)) {
      made.output = view->finish.output;
    }
    made.locks = locks_of(history_, parts_[process], given.test,
                          std::exchange(is_first, false));
    const bool is_of_first =
        first_processes.try_emplace(given.test, given.process).first->second ==
        given.process;
    attempt* const copy = is_of_first ? copy_of(of, made) : &of.attempts.back();
    if (copy == nullptr) {
      of.attempts.push_back(std::move(made));
    } else if (badness(made.outcome) > badness(copy->outcome)) {
      *copy = std::move(made);
    }
  };
  for (const std::size_t at : parts_[process].cases) {
    const test_case& given = history_.cases[at];
    const bool timed_out = view != nullptr && !given.outcome &&
                           view->finish.outcome == verdict::timeout;
    const verdict how = timed_out ? verdict::timeout : verdict_of_case(given);
    const std::string why = timed_out               ? view->finish.message
                            : how == verdict::crash ? ended_early
                                                    : "";
    add(given, how, why);
  }
  for (const std::size_t at : parts_[process].lost_cases) {
    const lost_test_case& lost = history_.lost_cases[at];
    add(lost, lost.crashed ? verdict::crash : verdict::not_run, "");
  }
}

/// Whether the failure of a test is that of one of its cases. A case that
/// another process of the test passed afterwards does not count.
bool run_result_builder::has_bad_case(const ctest_view& view) {
  const auto is_bad_case = [&](const std::string& name) {
    return is_bad(test(view.finish.test, name, view.finish.number).outcome());
  };
  return std::any_of(
      view.processes.begin(), view.processes.end(), [&](std::size_t process) {
        const process_parts& parts = parts_[process];
        return std::any_of(
                   parts.cases.begin(), parts.cases.end(),
                   [&](std::size_t at) {
                     return is_bad_case(name_in_unit(history_.cases[at]));
                   }) ||
               std::any_of(
                   parts.lost_cases.begin(), parts.lost_cases.end(),
                   [&](std::size_t at) {
                     return is_bad_case(name_in_unit(history_.lost_cases[at]));
                   });
      });
}

void run_result_builder::add_unit(const ctest_view& view) {
  const std::string& unit = view.finish.test;
  bool has_case = false;
  for (const std::size_t process : view.processes) {
    add_cases(process, unit, &view);
    has_case = has_case || parts_[process].has_cases();
  }
  // It failed for a reason that none of its cases gives.
  const bool is_failed = view.finished && is_bad(view.finish.outcome);
  if (!has_case || (is_failed && !has_bad_case(view))) {
    test_result& of = test_of(view);
    of.attempts.push_back(reader_.of_unit(view, of));
    return;
  }
  note_unit(view);
  for (const std::size_t process : view.processes) {
    const auto left = programs_left(history_.processes[process].left);
    for (const std::string& program : left) {
      add_left_program(unit, view.finish.number, program);
    }
  }
}

/// Records the time that the processes of a unit took beyond its cases, and the
/// output that they held open. The first of the tests that share a process
/// stands for all.
void run_result_builder::note_unit(const ctest_view& view) {
  std::int64_t cases_ns = 0;
  test_result* first = nullptr;
  for (const std::size_t process : view.processes) {
    cases_ns += time_of_cases(process);
    const std::vector<std::size_t>& cases = parts_[process].cases;
    if (first == nullptr && !cases.empty()) {
      first =
          &test(view.finish.test, name_in_unit(history_.cases[cases.front()]),
                view.finish.number);
    }
  }
  result_.around_cases_ns +=
      std::max<std::int64_t>(0, view.finish.duration_ns - cases_ns);
  if (first != nullptr) {
    reader_.note_held_output(view, *first);
  }
}

std::int64_t run_result_builder::time_of_cases(std::size_t process) const {
  std::int64_t sum = 0;
  for (const std::size_t at : parts_[process].cases) {
    sum += history_.cases[at].end_ns - history_.cases[at].begin_ns;
  }
  return sum;
}

const listed_test* run_result_builder::listed_as(const process& given) {
  process_start begun;
  begun.executable = given.executable;
  begun.test = given.test;
  begun.selector = given.selector;
  begun.ctest_test = given.ctest_test;
  begun.command = given.command;
  const std::vector<std::size_t> places = names_.find(begun);
  if (places.empty()) {
    return nullptr;
  }
  // One command is registered several times under one name: assign its runs in
  // turn.
  const std::string command = given.executable + '\n' + given.selector;
  const std::size_t use = uses_[command + '\n' + given.test]++ % places.size();
  return &listing_[places[use]];
}

void run_result_builder::add_other_processes() {
  for (std::size_t at = 0; at < used_.size(); ++at) {
    const process& each = history_.processes[at];
    const bool has_cases = parts_[at].has_cases();
    const bool is_silent = is_unit(each) || each.finished;
    if (used_[at] || each.family != at ||
        (!has_cases && !each.launch && is_silent)) {
      continue;
    }
    const listed_test* listed = listed_as(each);
    const std::vector<std::size_t> copies = copies_of(at);
    for (const std::size_t copy : copies) {
      used_[copy] = true;
    }
    if (is_alone(copies)) {
      add_single(reader_.view_of(copies, listed));
    } else {
      add_cases(at, listed != nullptr ? listed->name : "", nullptr);
      result_.around_cases_ns += std::max<std::int64_t>(
          0, each.end_ns - each.begin_ns - time_of_cases(at));
    }
  }
}

/// Skips a process that a launcher or a unit has already reported.
void run_result_builder::add_left_process(const ctest_left& left) {
  const auto has_reported = [&left](const auto& each) {
    return std::any_of(each.left.begin(), each.left.end(),
                       [&left](const launch_left& known) {
                         return known.process == left.process;
                       });
  };
  if (std::any_of(history_.processes.begin(), history_.processes.end(),
                  has_reported) ||
      std::any_of(history_.cases.begin(), history_.cases.end(), has_reported)) {
    return;
  }
  add_left_program(left.test, left.number, left.program);
}

/// The first of several tests that share a process stands for all.
void run_result_builder::add_left_program(const std::string& test,
                                          std::int64_t number,
                                          const std::string& program) {
  const auto found = std::find_if(
      result_.tests.begin(), result_.tests.end(), [&](const test_result& each) {
        return each.number == number &&
               (each.unit.empty() ? each.name : each.unit) == test;
      });
  if (found != result_.tests.end()) {
    found->left_behind.push_back(program);
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
      never.message = not_started;
      test("", each.name, 0).attempts.push_back(never);
    }
  }
}

/// All processes of one attempt must come from one command.
void run_result_builder::note_mixed_processes(const ctest_view& view) {
  std::set<std::string> origins;
  for (const std::size_t at : view.processes) {
    const process& each = history_.processes[at];
    std::string origin = each.ctest_test;
    for (const std::string& word : each.command) {
      origin += '\n' + word;
    }
    origins.insert(std::move(origin));
  }
  if (origins.size() > 1) {
    result_.contradictions.push_back(
        fmt::format("processes of {} commands were taken for the test '{}'",
                    origins.size(), view.finish.test));
  }
}

void run_result_builder::note_contradictions() {
  if (listing_.empty()) {
    return;
  }
  constexpr std::size_t most_names = 5;
  std::vector<std::string> strangers;
  std::size_t count = 0;
  for (const test_result& each : result_.tests) {
    if (listed_.contains(each.unit.empty() ? each.name : each.unit)) {
      continue;
    }
    if (++count <= most_names) {
      strangers.push_back('\'' + each.name + '\'');
    }
  }
  if (count > most_names) {
    strangers.emplace_back("...");
  }
  if (count > 0) {
    result_.contradictions.push_back(fmt::format(
        "{} results, of which {} belong to none of the {} tests that ctest "
        "lists: {}",
        result_.tests.size(), count, listing_.size(),
        fmt::join(strangers, ", ")));
  }
}

void read_frame(const std::vector<event>& events, run_result& into) {
  std::int64_t end_mono_ns = 0;
  int shards = 0;
  for (const event& each : events) {
    if (into.start_mono_ns == 0 || each.mono_ns < into.start_mono_ns) {
      into.start_mono_ns = each.mono_ns;
      into.start_ns = each.time_ns;
      into.run = each.run;
    }
    end_mono_ns = std::max(end_mono_ns, each.mono_ns);
    if (const auto* start = each.body.get_if<run_start>()) {
      into.project = start->project;
      into.build = start->build;
      into.source = start->source;
      into.ctest = start->ctest;
      into.workers = start->workers;
      into.seed = start->seed;
    } else if (const auto* part = each.body.get_if<run_shard>()) {
      // A merged log has the records of all shards: it is the whole run.
      into.shard = ++shards == 1 ? std::optional(*part) : std::nullopt;
    } else if (const auto* end = each.body.get_if<run_finish>()) {
      into.end = end->end;
    }
  }
  into.wall_ns = end_mono_ns - into.start_mono_ns;
}

/// Several runs may have had one id: only the events since the last start
/// count.
std::vector<event> of_last_run(const std::vector<event>& events) {
  std::int64_t start_ns = 0;
  for (const event& each : events) {
    if (each.body.is<run_start>()) {
      start_ns = std::max(start_ns, each.mono_ns);
    }
  }
  std::vector<event> result;
  std::copy_if(events.begin(), events.end(), std::back_inserter(result),
               [&](const event& each) { return each.mono_ns >= start_ns; });
  return result;
}

}  // namespace

run_result build_run_result(const std::vector<event>& all,
                            const std::vector<listed_test>& listing) {
  run_result result;
  const std::vector<event> events = of_last_run(all);
  read_frame(events, result);
  const timeline history = build_timeline(events);
  run_result_builder builder(history, listing, result);
  for (const ctest_view& view : collect_views(events, history)) {
    builder.add_view(view);
  }
  builder.add_other_processes();
  // Without `parallel-testing run`, the log does not contain which tests were
  // selected.
  if (result.end) {
    builder.add_tests_that_never_started();
    builder.note_contradictions();
  }
  for (const event& each : events) {
    if (const auto* left = each.body.get_if<ctest_left>()) {
      builder.add_left_process(*left);
    }
  }
  return result;
}

}  // namespace parallel_testing::tools
