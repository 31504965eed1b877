// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <parallel_testing/detail/adapter.hpp>
#include <string>
#include <vector>

#include "adapters/case_ledger.hpp"
#include "adapters/private_working_directory.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/process_info.hpp"
#include "base/secrets.hpp"
#include "base/text.hpp"
#include "markers/lock_plan.hpp"
#include "markers/marker.hpp"
#include "markers/marker_file.hpp"
#include "process/arguments.hpp"
#include "process/coverage.hpp"
#include "process/devices.hpp"
#include "process/fixture_environment.hpp"
#include "process/process.hpp"
#include "process/program_end.hpp"
#include "shared_process/case_orphans.hpp"
#include "shared_process/forked_unit.hpp"
#include "shared_process/signal_forwarding.hpp"
#include "shared_process/unit_session.hpp"
#include "stacks/crash_handler.hpp"
#include "stacks/crash_report.hpp"
#include "stacks/write_stacks.hpp"
#include "verdicts/death.hpp"
#include "verdicts/early_end.hpp"
#include "verdicts/registered_test.hpp"

namespace parallel_testing::adapter {

namespace {

constexpr int failure_status = 1;

/// The state of the adapter in addition to that of the process. One per
/// program.
struct session {
  framework kind = framework::googletest;
  bool is_active = false;
  program_request request;
  std::vector<std::string> arguments;
  /// The argument that selects the tests, "" when there is none.
  std::string selection;
  marker_file extra_markers;
  std::string current_case;
  std::int64_t case_start_ns = 0;
  std::atomic<bool> case_failed = false;
  std::mutex ledger_mutex;
  case_ledger ledger;
  /// In the forked process of a case, where it reports; null in any other.
  case_report* report = nullptr;
};

session& current() {
  static auto* const result = new session;
  return *result;
}

/// Ends a process that did not run its test, as a failure whatever its exit
/// code would mean to ctest.
[[noreturn]] void end_with(const std::string& text) noexcept {
  ::fflush(nullptr);
  os::say(text);
  if (current().is_active) {
    if (rank_journal* const journal = process::current().journal()) {
      journal->judge({verdict::fail, text, failure_site::program});
    }
  }
  const bool is_judged_here = unit_session::current() == nullptr;
  if (is_judged_here && process::is_registered_test()) {
    die_as_failure();
  }
  forget_early_ends();
  ::_exit(failure_status);
}

/// Runs `act`. Ends the process when it throws, because a test that cannot be
/// isolated must not run.
template <class Act>
void or_end_process(Act act) noexcept {
  try {
    act();
  } catch (const std::exception& problem) {
    end_with(problem.what());
  }
}

marker_list markers_of(const case_description& described) {
  marker_list markers = current().extra_markers.markers_of(described.name);
  for (parsed_marker& marker : parse_markers(described.markers)) {
    markers.push_back(std::move(marker));
  }
  return markers;
}

/// Discovery passes this option to a program that lists its cases; a test reads
/// it from the file of its build.
bool tags_are_markers() {
  return manifest_path() != nullptr
             ? !manifest_option("tags_are_not_markers")
             : current().extra_markers.tags_are_markers();
}

std::string selection_of(const session& now) {
  if (now.request.unit.empty() && now.request.selector.empty()) {
    return "";
  }
  const std::size_t at = now.request.selecting_argument;
  return at < now.arguments.size() ? now.arguments[at] : "";
}

lock_requests locks_of_case(const case_description& described) {
  return locks_of(markers_of(described));
}

void enter_working_directory(process& here) {
  const std::string& list = here.config().private_directory;
  if (list.empty() || here.own_directory().empty()) {
    return;
  }
  here.watch(enter_private_working_directory(here.own_directory(), list));
  // The variable is for this process only, not for programs that it starts.
  ::unsetenv("PARALLEL_TESTING_PRIVATE_DIRECTORY");
}

/// Before user code runs, exports the server of a fixture that CMake names.
void export_fixture_of(const marker_list& markers) {
  export_fixture(process::current(), markers, server_route::tcp);
}

/// The markers that CMake declares for the cases of this process.
marker_list markers_from_files(const session& now) {
  const unit_session* const unit = unit_session::current();
  if (unit == nullptr) {
    return now.extra_markers.markers_of(
        case_of_selector(now.kind, now.request.selector));
  }
  marker_list all;
  for (std::size_t at = 0; at < unit->size(); ++at) {
    for (parsed_marker& each :
         now.extra_markers.markers_of(unit->at(at).name)) {
      all.push_back(std::move(each));
    }
  }
  return all;
}

/// Prints the directory of the test, so that its files can be found when it
/// crashes or is stopped at its timeout.
void announce(const process& here) {
  if (here.came_from() != origin::ctest) {
    return;
  }
  os::say(fmt::format("{} uses the directory {}", here.who().id(),
                      here.own_directory()));
}

/// Only in a run, where the scripts inside ctest name the program that reads
/// stacks: a person at a debugger sees the signal first.
void watch_crashes(const process& here) {
  const std::string program =
      stacks::program_in(os::variable(stacks::program_variable));
  if (program.empty() || !here.is_test_of_ctest()) {
    return;
  }
  stacks::name_crashing_test(process::current().test().name());
  stacks::report_crashes(program);
}

std::vector<std::string> all_cases(const session& now) {
  const unit_session* const unit = unit_session::current();
  if (unit == nullptr) {
    return {case_of_selector(now.kind, now.request.selector)};
  }
  std::vector<std::string> names;
  for (std::size_t at = 0; at < unit->size(); ++at) {
    names.push_back(unit->at(at).name);
  }
  return names;
}

/// Reports the cases of a test that cannot have its devices.
void record_missing_device(const session& now, const missing_device& missing) {
  // The parent of a unit prints no reason.
  if (missing.is_failure || unit_session::current() != nullptr) {
    os::say(missing.reason);
  }
  for (const std::string& name : all_cases(now)) {
    begin_case({name.c_str(), "", 0, ""});
    end_case(missing.is_failure ? verdict::fail : verdict::skip,
             missing.reason.c_str());
  }
}

/// Before user code runs. The process of a case that is started for it is
/// isolated here, a forked one after the fork.
void isolate_cases(process& here, unit_session& unit) {
  if (!unit.gives_processes() || here.came_from() != origin::launched) {
    return;
  }
  unit.isolation() = case_isolation::of_this_process();
  if (unit.board().is_split()) {
    unit.isolation().enter(std::to_string(::getpid()));
    // A change of credentials resets the signal.
    die_with(::getppid());
    here.enter_directory_of_case(unit.at(0).name);
  }
}

/// Makes this process a test.
void activate() {
  session& now = current();
  process::options options;
  options.has_adapter = true;
  options.test = case_of_selector(now.kind, now.request.selector);
  if (!process::is_registered_test()) {
    // The name is a guess, and may be an argument of the program itself.
    options.test = without_passwords(options.test);
  }
  options.selector = now.request.selector;
  options.argument =
      now.request.unit.empty() ? now.request.selector : now.request.unit;
  options.arguments = now.arguments;
  options.selections = {now.selection};
  unit_session* const unit = unit_session::current();
  if (unit != nullptr) {
    options.selections.push_back(unit->argument());
    options.unit = unit->name();
    // The rest after a crash takes less time than the unit, so its duration is
    // not recorded.
    const bool is_whole = unit->size() == unit->board().size();
    if (is_whole) {
      options.selector = unit_key(unit->name());
    }
  }
  now.extra_markers = own_marker_file();
  process& here = process::start(options);
  now.is_active = true;
  // For a unit, the parent process sees how its processes end.
  if (unit == nullptr) {
    watch_early_ends(
        {[]() noexcept { return process::current().test().what_runs(); },
         finish_early,
         [](const char* reason) noexcept {
           process::current().test().progress().note_failure_around(reason);
         }});
  }
  if (unit != nullptr) {
    unit->board().introduce(here.events().path(), here.of_run().id(),
                            here.who().id());
  }
  if (here.is_test_of_ctest() && !now.request.selector.empty()) {
    here.test().expect_one(now.kind);
  }
  if (unit != nullptr) {
    isolate_cases(here, *unit);
  }
  announce(here);
  watch_crashes(here);
  end_without_device([&now](const missing_device& missing) {
    record_missing_device(now, missing);
  });
  export_fixture_of(markers_from_files(now));
  enter_working_directory(here);
}

/// Arguments that ask the framework for a list or for help mean something else
/// to some main() functions, which then run tests.
void activate_late() {
  const session& now = current();
  if (now.request.runs_no_test && !now.is_active) {
    activate();
  }
}

/// False in a child that a test forked, because its events do not count for the
/// test.
bool owns_process() {
  return current().is_active && process::current().runs_tests();
}

/// Records that a case which had already ended failed in a later tear-down.
void fail_ended_case(const std::string& name, const char* text) {
  if (case_report* const report = current().report) {
    report->fail_process(text);
    return;
  }
  process& here = process::current();
  if (rank_journal* const journal = here.journal()) {
    journal->fail_case(name, text);
    return;
  }
  here.events().write(events::case_failure{name, text, ::getpid()});
  if (unit_session* const unit = unit_session::current()) {
    unit->fail_case(name);
  }
}

/// The cases that this process should run but that the framework did not begin.
std::vector<std::string> unbegun_cases() {
  std::vector<std::string> names;
  if (unit_session* const unit = unit_session::current()) {
    for (std::size_t at = 0; at < unit->size(); ++at) {
      const std::string& name = unit->at(at).name;
      if (!unit->has_begun(name)) {
        names.push_back(name);
      }
    }
  } else if (process::current().test().is_expected()) {
    names.push_back(process::current().test().name());
  }
  return names;
}

/// The name of a case in reports, which find its stacks by it.
std::string name_in_reports(const std::string& name) {
  std::string shown;
  if (const unit_session* const unit = unit_session::current()) {
    shown = unit->shown_name_of(name);
  } else if (const auto test = own_registered_test();
             test && !test->is_command) {
    shown = test->name;
  }
  return shown.empty() ? name : shown;
}

/// The launcher limits whole tests; a case of a unit may have a private process
/// and its own limit.
void limit_memory_of_own_process(const marker_list& markers) {
  const unit_session* const unit = unit_session::current();
  if (unit == nullptr || !unit->gives_processes()) {
    return;
  }
  for (const parsed_marker& each : markers) {
    if (each.is_limit) {
      os::limit_data(each.amount);
    }
  }
}

/// In the process that was forked for a case.
void become_case(const char* name, const std::string& directory,
                 case_report& report) {
  session& now = current();
  process& here = process::current();
  now.report = &report;
  here.continue_in_fork(name, directory, [](const judged_test& judged) {
    if (is_bad(judged.how)) {
      current().report->fail_process(judged.why);
    }
  });
  stacks::report_crashes_of_fork(
      stacks::program_in(os::variable(stacks::program_variable)));
  here.test().begin_round();
  begin_case_coverage(name);
  enter_working_directory(here);
}

/// What to do when the framework selects cases other than those that its
/// arguments name.
std::string wrong_selection_remedy() {
  for (const char* const name :
       {"GTEST_TOTAL_SHARDS", "TEST_TOTAL_SHARDS", "GTEST_FLAGFILE"}) {
    if (::getenv(name) != nullptr) {
      return fmt::format(
          "the environment variable {} selects some of the cases of the "
          "program: remove it from the property ENVIRONMENT of the test",
          name);
    }
  }
  return "pass argc and argv of main() on to the test framework, or build the "
         "target again if tests were renamed";
}

}  // namespace

bool tag_is_need(const std::string& tag) noexcept {
  return tags_are_markers() && parse_marker(tag).is_need();
}

void append_markers_in(std::string& markers, const char* text) {
  const std::string_view all = text == nullptr ? "" : text;
  if (!tags_are_markers()) {
    return;
  }
  std::size_t open = all.find('[');
  while (open != all.npos) {
    const std::size_t end = all.find(']', open);
    if (end == all.npos) {
      return;
    }
    const std::string_view tag = all.substr(open + 1, end - open - 1);
    if (parse_marker(tag).is_need() || is_builtin_label(tag)) {
      append_marker(markers, tag);
    }
    open = all.find('[', open + 1);
  }
}

void append_timeout(std::string& markers, double seconds) {
  const marker_list known = parse_markers(markers);
  const bool is_declared =
      std::any_of(known.begin(), known.end(), [](const parsed_marker& each) {
        return each.kind == marker_kind::timeout;
      });
  if (!is_declared) {
    append_marker(markers, timeout_marker(seconds).text);
  }
}

void append_markers(std::string& markers, const std::string& list) {
  if (!list.empty()) {
    markers += markers.empty() ? list : ";" + list;
  }
}

void append_tag(std::string& markers, const std::string& tag) {
  const bool is_marker = tags_are_markers() &&
                         (parse_marker(tag).is_need() || is_builtin_label(tag));
  append_marker(markers, is_marker ? tag : plain_tag(tag));
}

void start(framework kind, int argc, char** argv) noexcept {
  if (manifest_path() != nullptr) {
    // GoogleTest reads this variable later. Disabled tests must be listed, as
    // disabled.
    ::setenv("GTEST_ALSO_RUN_DISABLED_TESTS", "1", 1);
    return;
  }
  or_end_process([&] {
    session& now = current();
    now.kind = kind;
    main_arguments arguments = arguments_of_main(argc, argv);
    now.arguments = arguments.texts;
    const std::string registered = own_registered_selector();
    now.request = read_arguments(kind, now.arguments, registered);
    // A test that is not a command runs the program with its selector.
    const std::optional<registered_test> test = own_registered_test();
    const bool is_certain = registered.empty() && test && !test->is_command;
    now.request.is_guess = now.request.is_guess && !is_certain;
    if (now.request.is_child || now.is_active) {
      return;
    }
    const bool is_again =
        unit_session::begin_again(kind, now.request, arguments);
    now.arguments = arguments.texts;
    const bool is_unit = !now.request.unit.empty();
    now.selection = selection_of(now);
    if (is_unit && !is_again) {
      unit_session::begin(kind, now.request.unit, arguments,
                          now.request.selecting_argument);
    }
    if (is_unit || !now.request.runs_no_test) {
      activate();
    }
  });
}

bool active() noexcept {
  return current().is_active;
}

bool watches() noexcept {
  return !current().request.is_child;
}

const char* manifest_path() noexcept {
  const char* const path = ::getenv("PARALLEL_TESTING_MANIFEST");
  return path != nullptr && *path != '\0' ? path : nullptr;
}

const char* selector() noexcept {
  return current().request.selector.c_str();
}

void note_unknown_selector(std::size_t selected) noexcept {
  session& now = current();
  if (!now.request.is_guess || selected == 0) {
    return;
  }
  now.request.selector.clear();
  if (owns_process()) {
    process::current().test().forget_selector(selected);
  }
}

void expect_one_case(std::size_t selected) noexcept {
  or_end_process(activate_late);
  const session& now = current();
  if (!owns_process()) {
    return;
  }
  process::current().test().framework_ran();
  if (now.request.selector.empty() || selected == 1) {
    return;
  }
  if (!process::current().is_test_of_ctest()) {
    return;
  }
  end_with(
      fmt::format("this process was started for the single test '{}', but {} "
                  "tests are selected; {}",
                  now.request.selector, selected, wrong_selection_remedy()));
}

void take_program_locks(const case_description* cases,
                        std::size_t count) noexcept {
  if (!active() || count == 0) {
    return;
  }
  or_end_process([&] {
    lock_requests requests;
    marker_list all;
    for (std::size_t at = 0; at < count; ++at) {
      const marker_list markers = markers_of(cases[at]);
      requests = merged(requests, locks_of(markers));
      all.insert(all.end(), markers.begin(), markers.end());
    }
    const unit_session* const unit = unit_session::current();
    process::current().locks().acquire(
        requests, lock_scope::program,
        unit == nullptr ? cases[0].name : unit->name());
    export_fixture_of(all);
  });
}

void begin_suite(const char* suite_markers, const case_description* cases,
                 std::size_t count) noexcept {
  if (!owns_process()) {
    return;
  }
  unit_session* const unit = unit_session::current();
  if (unit != nullptr && current().report == nullptr) {
    unit->board().begin_suite();
  }
  {
    const std::lock_guard<std::mutex> guard(current().ledger_mutex);
    current().ledger.begin_suite();
  }
  or_end_process([&] {
    std::vector<lock_requests> of_cases;
    for (std::size_t at = 0; at < count; ++at) {
      of_cases.push_back(locks_of_case(cases[at]));
    }
    const case_description suite = {"", "", 0, suite_markers};
    process& here = process::current();
    here.locks().acquire(plan_suite(locks_of_case(suite), of_cases),
                         lock_scope::suite, here.test().name());
  });
}

void end_suite() noexcept {
  if (!owns_process()) {
    return;
  }
  {
    const std::lock_guard<std::mutex> guard(current().ledger_mutex);
    current().ledger.end_suite();
  }
  process::current().locks().release(lock_scope::suite);
}

void begin_case(const case_description& described) noexcept {
  or_end_process(activate_late);
  if (!owns_process()) {
    return;
  }
  or_end_process([&] {
    session& now = current();
    process& here = process::current();
    marker_list markers = markers_of(described);
    const std::vector<std::string> tags = take_plain_tags(markers);
    limit_memory_of_own_process(markers);
    here.test().framework_ran();
    {
      const std::lock_guard<std::mutex> guard(now.ledger_mutex);
      now.ledger.begin_case(described.name);
    }
    here.test().begin(described.name);
    stacks::name_crashing_test(name_in_reports(described.name));
    here.locks().acquire(locks_of(markers), lock_scope::test, described.name);
    here.artifacts().begin(described.name);
    now.current_case = described.name;
    now.case_failed = false;
    if (now.report != nullptr) {
      // The process that forked this one records the case.
      now.report->begin_case();
      now.case_start_ns = monotonic_ns();
      return;
    }
    std::string shown_name;
    if (unit_session* const unit = unit_session::current()) {
      unit->begin_case(described.name);
      unit->board().note_leak_rule(
          leak_rule_of(markers, os::variable("PARALLEL_TESTING_LEAK")));
      shown_name = unit->shown_name_of(described.name);
    }
    now.case_start_ns = monotonic_ns();
    if (rank_journal* const journal = here.journal()) {
      journal->begin_case({described.name, described.file, described.line,
                           joined_markers(markers), tags, std::nullopt, 0, ""});
      return;
    }
    here.events().write(
        events::case_start{described.name, described.file, described.line,
                           canonical_texts(markers), tags, shown_name});
  });
}

void begin_round() noexcept {
  if (!owns_process()) {
    return;
  }
  process::current().test().begin_round();
  if (unit_session* const unit = unit_session::current()) {
    unit->board().set_in_round(true);
  }
  const std::lock_guard<std::mutex> guard(current().ledger_mutex);
  current().ledger.begin_round();
}

void end_round() noexcept {
  if (!owns_process()) {
    return;
  }
  or_end_process([] {
    session& now = current();
    const case_ending ending = now.ledger.ending_of_unbegun();
    if (ending.how != verdict::pass) {
      for (const std::string& name : unbegun_cases()) {
        const case_description described{name.c_str(), "", 0, ""};
        begin_case(described);
        end_case(ending.how, ending.message.c_str());
      }
    }
    process::current().test().end_round();
    if (unit_session* const unit = unit_session::current()) {
      unit->board().set_in_round(false);
      if (process::current().is_test_of_ctest()) {
        unit->write_times(process::current().of_run().directory());
      }
    }
  });
}

void note_failure(const char* text) noexcept {
  if (!owns_process()) {
    return;
  }
  or_end_process([&] {
    session& now = current();
    process& here = process::current();
    now.case_failed = true;
    std::vector<std::string> touched;
    bool is_in_case = false;
    {
      const std::lock_guard<std::mutex> guard(now.ledger_mutex);
      is_in_case = now.ledger.is_in_case();
      touched = now.ledger.note_failure(text);
    }
    is_in_case ? here.test().note_failure(text)
               : here.test().note_failure_around(text);
    for (const std::string& name : touched) {
      fail_ended_case(name, text);
    }
  });
}

void note_signal(const char* text) noexcept {
  if (!owns_process()) {
    return;
  }
  or_end_process([&] { process::current().test().note_failure_around(text); });
}

void note_skip(const char* text) noexcept {
  if (!owns_process()) {
    return;
  }
  or_end_process([&] {
    session& now = current();
    const std::lock_guard<std::mutex> guard(now.ledger_mutex);
    now.ledger.note_skip(text);
  });
}

void end_case(verdict result, const char* message) noexcept {
  if (!owns_process()) {
    return;
  }
  or_end_process([&] {
    session& now = current();
    process& here = process::current();
    case_ending ending;
    {
      const std::lock_guard<std::mutex> guard(now.ledger_mutex);
      ending = now.ledger.end_case(result, message);
    }
    if (ending.how == verdict::fail) {
      now.case_failed = true;
    }
    const std::int64_t duration_ns = monotonic_ns() - now.case_start_ns;
    if (now.report != nullptr) {
      now.report->end_case(ending.how, duration_ns, ending.message);
    } else if (rank_journal* const journal = here.journal()) {
      journal->end_case(now.current_case, ending.how, duration_ns,
                        ending.message);
    } else {
      here.events().write(events::case_finish{now.current_case, ending.how,
                                              duration_ns, ending.message});
    }
    const bool keep = now.case_failed && here.config().retention > 0;
    here.temporaries().settle(keep);
    here.artifacts().settle(keep);
    here.locks().release(lock_scope::test);
    here.test().end(ending.how, ending.message);
    if (now.report != nullptr) {
      end_case_coverage();
    } else if (unit_session* const unit = unit_session::current()) {
      unit->end_case(ending.how);
      if (ending.how == verdict::pass) {
        unit->note_time(now.current_case, duration_ns);
      }
    }
  });
}

bool forks_cases() noexcept {
  bool forks = false;
  or_end_process([&] {
    unit_session* const unit = unit_session::current();
    forks = unit != nullptr && owns_process() && unit->is_isolated();
    if (forks) {
      put_off_if_unsafe(*unit);
    }
  });
  return forks;
}

std::size_t fork_for_each_case(const case_description* cases,
                               std::size_t count) noexcept {
  std::size_t found = count;
  or_end_process([&] {
    unit_session& unit = *unit_session::current();
    auto forks = std::make_unique<forked_unit>(unit, count);
    for (std::size_t at = 0; at < count && !unit.board().is_split(); ++at) {
      const bool is_case = forks->run(cases[at], markers_of(cases[at]));
      if (is_case) {
        become_case(cases[at].name, forks->directory(), forks->report());
        // The process of the case reports through it until its end.
        static_cast<void>(forks.release());
        found = at;
        return;
      }
      const std::lock_guard<std::mutex> guard(current().ledger_mutex);
      current().ledger.note_ended_elsewhere(cases[at].name);
    }
    forked_unit::finish();
  });
  return found;
}

bool is_fork() noexcept {
  return current().report != nullptr && owns_process();
}

void end_fork() noexcept {
  if (!is_fork()) {
    return;
  }
  process::current().test().end_round();
  current().report->complete();
  std::exit(process::current().test().has_failed() ? failure_status : 0);
}

std::size_t unit_size() noexcept {
  const unit_session* const unit = unit_session::current();
  return unit == nullptr ? 0 : unit->size();
}

const char* unit_case_name(std::size_t at) noexcept {
  return unit_session::current()->at(at).name.c_str();
}

bool is_in_unit(const char* name) noexcept {
  const unit_session* const unit = unit_session::current();
  return unit != nullptr && unit->contains(name);
}

void expect_unit_cases(const char* const* selected,
                       std::size_t count) noexcept {
  unit_session* const unit = unit_session::current();
  if (unit == nullptr) {
    return;
  }
  std::size_t foreign = 0;
  while (foreign < count && unit->contains(selected[foreign])) {
    ++foreign;
  }
  if (foreign == count && count > 0) {
    return;
  }
  unit->board().refuse();
  ::fflush(nullptr);
  os::say(fmt::format(
      "this process was started for {} test cases of '{}', but {}; pass argc "
      "and argv of main() on to the test framework, or build the target again "
      "if tests were renamed",
      unit->size(), unit->name(),
      count == 0 ? "none of them is selected"
                 : fmt::format("'{}' is also selected", selected[foreign])));
  ::_exit(1);
}

}  // namespace parallel_testing::adapter
