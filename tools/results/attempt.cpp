// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "results/attempt.hpp"

#include <algorithm>
#include <cstdlib>
#include <initializer_list>
#include <optional>
#include <utility>

#include "results/stack_place.hpp"
#include "results/verdict.hpp"

namespace parallel_testing::tools {
namespace {

constexpr const char* still_running = "it was running when the run ended";

/// CTest prints this for any exit code.
constexpr const char* failed = "Failed";

bool says_nothing(const std::string& message) {
  return message.empty() || message == failed;
}

/// CTest counts hundredths of a second. Returns the first of the `measured`
/// times that CTest would have rounded to its own; 0 means unknown. Returns the
/// time of CTest if none fits.
std::int64_t refined(std::int64_t of_ctest_ns,
                     std::initializer_list<std::int64_t> measured) {
  constexpr std::int64_t step_ns = 10'000'000;
  if (of_ctest_ns % step_ns != 0) {
    return of_ctest_ns;
  }
  for (const std::int64_t each : measured) {
    if (each > 0 && std::abs(each - of_ctest_ns) <= step_ns / 2) {
      return each;
    }
  }
  return of_ctest_ns;
}

bool has_run(const ctest_finish& seen) {
  const bool is_disabled =
      seen.outcome == verdict::skip && seen.message == "Disabled";
  return seen.outcome != verdict::not_run && !is_disabled;
}

}  // namespace

std::vector<process_parts> parts_of(const timeline& history) {
  std::vector<process_parts> parts(history.processes.size());
  for (std::size_t at = 0; at < history.cases.size(); ++at) {
    parts[history.cases[at].process].cases.push_back(at);
  }
  // The cases of a launcher are those of the program that it started. A copy of
  // a test logs no start event; it runs a case that the test also runs.
  for (std::size_t at = 0; at < history.cases.size(); ++at) {
    const std::size_t process = history.cases[at].process;
    const std::size_t family = history.processes[process].family;
    if (family == process) {
      continue;
    }
    process_parts& of_family = parts[family];
    if (of_family.cases.empty()) {
      of_family.has_cases_of_others = true;
    }
    const test_case& given = history.cases[at];
    const bool is_copy = std::any_of(
        of_family.cases.begin(), of_family.cases.end(), [&](std::size_t own) {
          return history.cases[own].test == given.test &&
                 given.begin_ns < history.processes[family].end_ns;
        });
    if (of_family.has_cases_of_others || is_copy) {
      of_family.cases.push_back(at);
    }
  }
  for (std::size_t at = 0; at < history.lost_cases.size(); ++at) {
    parts[history.lost_cases[at].process].lost_cases.push_back(at);
  }
  for (std::size_t at = 0; at < history.holds.size(); ++at) {
    parts[history.holds[at].process].holds.push_back(at);
  }
  for (std::size_t at = 0; at < history.artifacts.size(); ++at) {
    const std::size_t process = history.artifacts[at].process;
    const std::size_t family = history.processes[process].family;
    parts[process].artifacts.push_back(at);
    if (family != process) {
      parts[family].artifacts.push_back(at);
    }
  }
  return parts;
}

std::vector<lock_use> locks_of(const timeline& history,
                               const process_parts& parts,
                               const std::string& test, bool first_of_process) {
  std::vector<lock_use> locks;
  for (const std::size_t at : parts.holds) {
    const hold& held = history.holds[at];
    const bool is_of_case = held.test == test;
    const bool is_of_process =
        held.test.empty() || held.test == history.processes[held.process].test;
    if (!is_of_case && !(first_of_process && is_of_process)) {
      continue;
    }
    if (std::optional<std::string> key = key_of(held)) {
      locks.push_back({std::move(*key), held.mode, held.waited_ns,
                       held.end_ns - held.begin_ns, held.begin_ns});
    }
  }
  return locks;
}

attempt attempt_reader::in_process(std::size_t process) const {
  const tools::process& in = history_.processes[process];
  attempt made;
  made.worker = in.worker;
  made.pid = in.pid;
  made.max_rss_kib = in.max_rss_kib;
  made.cpu_us = in.cpu_us;
  return made;
}

attempt attempt_reader::of_view(const ctest_view& view) const {
  const ctest_finish& seen = view.finish;
  attempt made;
  std::int64_t duration_ns = seen.duration_ns;
  std::int64_t of_process_ns = 0;
  if (!view.processes.empty()) {
    const std::size_t at = view.processes[0];
    const process& in = history_.processes[at];
    made = in_process(at);
    made.locks = locks_of(history_, parts_[at], seen.test, true);
    of_process_ns =
        in.launch ? in.launch->duration_ns : in.end_ns - in.begin_ns;
    // CTest reports no duration for a test that it stops at its timeout.
    duration_ns = duration_ns == 0 ? of_process_ns : duration_ns;
  }
  if (view.finished && has_run(seen)) {
    const std::int64_t seen_ns =
        view.end_mono_ns == 0 ? 0 : view.end_mono_ns - view.start_mono_ns;
    duration_ns = refined(duration_ns, {of_process_ns, seen_ns});
  }
  if (made.worker.empty() && !view.node.empty()) {
    made.worker = view.node + ".master";
  }
  made.round = std::max<std::int64_t>(seen.round, 1);
  made.start_ns = view.start_ns;
  made.start_mono_ns = view.start_mono_ns;
  made.end_mono_ns = view.end_mono_ns;
  made.duration_ns = duration_ns;
  made.output = seen.output;
  made.message = view.finished ? seen.message : still_running;
  made.outcome = view.finished ? seen.outcome : verdict::crash;
  // The launcher made CTest take the failure for a skip.
  if (seen.outcome == verdict::skip && is_excused(view)) {
    made.outcome = verdict::fail;
    made.message.clear();
  }
  if (made.start_ns == 0) {
    made.start_ns = run_.start_ns + made.start_mono_ns - run_.start_mono_ns;
  }
  return made;
}

bool attempt_reader::is_excused(const ctest_view& view) const {
  return std::any_of(
      view.processes.begin(), view.processes.end(), [&](std::size_t process) {
        return tools::is_excused(history_.processes[process].quarantine);
      });
}

void attempt_reader::note_quarantine(std::size_t process,
                                     test_result& of) const {
  if (history_.processes[process].quarantine) {
    of.quarantine = history_.processes[process].quarantine;
  }
}

attempt attempt_reader::of_test(const ctest_view& view, test_result& of) const {
  attempt made = of_view(view);
  note_cases(view, of, made);
  note_launches(view, of, made);
  for (const std::size_t process : view.processes) {
    note_artifacts(process, "", made);
  }
  note_held_output(view, of);
  made.message = with_place(std::move(made.message), made.outcome, made.output);
  return made;
}

attempt attempt_reader::of_unit(const ctest_view& view, test_result& of) const {
  ctest_view of_ctest = view;
  const bool has_cases = std::any_of(
      view.processes.begin(), view.processes.end(),
      [&](std::size_t process) { return parts_[process].has_cases(); });
  if (has_cases) {
    of_ctest.processes.clear();  // their cases have the details
  }
  attempt made = of_view(of_ctest);
  note_launches(view, of, made);
  made.message = with_place(std::move(made.message), made.outcome, made.output);
  return made;
}

attempt attempt_reader::of_case(std::size_t process, const test_case& given,
                                test_result& of) const {
  describe(process, given, of);
  note_quarantine(process, of);
  const std::vector<std::string> left = programs_left(given.left);
  of.left_behind.insert(of.left_behind.end(), left.begin(), left.end());
  of.is_launched = of.is_launched || !given.left.empty();
  attempt made = in_process(process);
  made.start_ns = given.time_ns;
  made.start_mono_ns = given.begin_ns;
  made.duration_ns = given.end_ns - given.begin_ns;
  note_artifacts(process, given.test, made);
  return made;
}

void attempt_reader::note_artifacts(std::size_t process,
                                    const std::string& test,
                                    attempt& into) const {
  std::vector<std::string>& names = into.artifact_directories;
  for (const std::size_t at : parts_[process].artifacts) {
    const artifact_directory& each = history_.artifacts[at];
    const bool is_new =
        std::find(names.begin(), names.end(), each.name) == names.end();
    if (is_new && (test.empty() || each.test == test)) {
      names.push_back(each.name);
    }
  }
}

void attempt_reader::describe(std::size_t process, const test_case& given,
                              test_result& of) const {
  of.executable = history_.processes[process].executable;
  of.markers = given.markers;
  if (!given.file.empty()) {
    of.file = given.file;
    of.line = given.line;
  }
}

void attempt_reader::note_cases(const ctest_view& view, test_result& of,
                                attempt& into) const {
  if (const test_case* decisive = decisive_case(view.processes)) {
    describe(decisive->process, *decisive, of);
    note_case(view, *decisive, into);
  }
  for (const std::size_t process : view.processes) {
    for (const std::size_t at : parts_[process].lost_cases) {
      note_lost_case(view, history_.lost_cases[at], into);
    }
  }
}

/// The program itself reported that its only case did not run.
void attempt_reader::note_lost_case(const ctest_view& view,
                                    const lost_test_case& given,
                                    attempt& into) {
  if (view.finished && is_bad(into.outcome)) {
    into.outcome =
        into.outcome == verdict::timeout ? verdict::timeout : verdict::fail;
    into.message = first_of(given.message, into.message);
  }
}

void attempt_reader::note_case(const ctest_view& view, const test_case& given,
                               attempt& into) {
  if (view.finished) {
    into.outcome = joined(into.outcome, given);
  }
  into.message = first_of(given.message, into.message);
  if (into.outcome == verdict::crash && says_nothing(into.message)) {
    into.message = ended_early;
  }
  if (into.outcome == verdict::pass) {
    into.message.clear();
  }
}

void attempt_reader::note_held_output(const ctest_view& view,
                                      test_result& of) const {
  if (!view.finished || view.processes.empty()) {
    return;
  }
  std::int64_t begin_ns = history_.processes[view.processes[0]].begin_ns;
  std::int64_t end_ns = begin_ns;
  for (const std::size_t at : view.processes) {
    const process& each = history_.processes[at];
    if (each.launch || !each.finished) {
      return;
    }
    begin_ns = std::min(begin_ns, each.begin_ns);
    end_ns = std::max(end_ns, each.end_ns);
  }
  std::string text =
      held_output_text(view.finish.duration_ns, end_ns - begin_ns);
  if (!text.empty()) {
    of.left_behind.push_back(std::move(text));
  }
}

void attempt_reader::note_launches(const ctest_view& view, test_result& of,
                                   attempt& into) const {
  for (const std::size_t at : view.processes) {
    const process& launcher = history_.processes[at];
    note_quarantine(at, of);
    const std::vector<std::string> left = programs_left(launcher.left);
    of.left_behind.insert(of.left_behind.end(), left.begin(), left.end());
    of.is_launched = of.is_launched || launcher.launch.has_value();
    if (!launcher.launch || !view.finished) {
      continue;
    }
    into.outcome = joined(into.outcome, *launcher.launch);
    if (into.outcome == verdict::leak) {
      into.message = left_text(left);
    } else if (is_bad(into.outcome) &&
               (says_nothing(into.message) || into.message == ended_early)) {
      into.message = first_of(message_of(*launcher.launch), into.message);
    }
  }
}

const test_case* attempt_reader::decisive_case(
    const std::vector<std::size_t>& processes) const {
  const test_case* found = nullptr;
  for (const std::size_t process : processes) {
    for (const std::size_t at : parts_[process].cases) {
      const test_case& each = history_.cases[at];
      if (found == nullptr ||
          badness(verdict_of_case(each)) > badness(verdict_of_case(*found))) {
        found = &each;
      }
    }
  }
  return found;
}

ctest_view attempt_reader::view_of(const std::vector<std::size_t>& processes,
                                   const listed_test* listed) const {
  const tools::process& in = history_.processes[processes.at(0)];
  ctest_view view;
  view.processes = processes;
  view.finished = true;
  view.finish.test =
      listed != nullptr ? listed->name : first_of(in.ctest_test, in.test);
  view.start_mono_ns = in.begin_ns;
  bool is_lost = false;
  for (const std::size_t at : processes) {
    view.finish.duration_ns = std::max(
        view.finish.duration_ns, history_.processes[at].end_ns - in.begin_ns);
    is_lost = is_lost || !parts_[at].lost_cases.empty();
  }
  verdict how = verdict::crash;
  if (in.launch) {
    how = verdict_of_launch(*in.launch, listed);
    view.finish.duration_ns = in.launch->duration_ns;
  } else if (const test_case* decisive = decisive_case(processes)) {
    how = verdict_of_case(*decisive);
  } else if (is_lost) {
    how = verdict::fail;
  }
  view.finish.outcome = how;
  return view;
}

}  // namespace parallel_testing::tools
