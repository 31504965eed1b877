// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process/process.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <parallel_testing/error.hpp>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/process_info.hpp"
#include "base/secrets.hpp"
#include "base/text.hpp"
#include "events/case_times.hpp"
#include "locks/orphans.hpp"
#include "process/allocation.hpp"
#include "process/coverage.hpp"

namespace parallel_testing {

namespace {

process* instance = nullptr;
std::once_flag made_without_adapter;

void remember(process* made) {
  instance = made;
  finish_at_exit(*made);
}

void set_variable(const char* name, const std::string& value) {
  ::setenv(name, value.c_str(), 1);
}

std::string base_name(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

}  // namespace

process& process::start(const options& given) {
  if (instance == nullptr) {
    remember(new process(given));
  } else {
    instance->become_test(given);
  }
  return *instance;
}

process& process::current() {
  std::call_once(made_without_adapter, [] {
    if (instance == nullptr) remember(new process(options()));
  });
  return *instance;
}

bool process::is_registered_test() noexcept {
  if (instance != nullptr) {
    return !instance->is_child() && instance->registered() != nullptr;
  }
  if (::getenv("PARALLEL_TESTING_TEST") == nullptr) return false;
  if (::getenv("PARALLEL_TESTING_WORKER") == nullptr) return true;
  // A test that another test started has that variable, too.
  const settings given =
      read_settings([](const char* name) { return ::getenv(name); });
  return !launcher_of(given, std::to_string(::getpid()), false).empty();
}

process::process(const options& given)
    : config_(read_settings([](const char* name) { return ::getenv(name); })),
      has_adapter_(given.has_adapter),
      launches_(!given.launches.empty()),
      owner_(::getpid()),
      only_test_(given.test),
      unit_(given.unit),
      selector_(given.selector),
      start_ns_(monotonic_ns()) {
  program_ = program_key(own_executable(), given.selections);
  const std::string launcher = find_launcher(given);
  const identity who = find_identity(given, launcher);
  origin_ = who.from;
  state_ = open_state_directory(config_.state_directory);
  if (launches_) {
    group_.enter(state_, mark_of_launcher(process_token(owner_)));
  }
  find_place(who, given);
  const bool has_outer_test =
      origin_ == origin::part_of || origin_ == origin::launched;
  has_outer_test ? adopt(who) : join(who);
  if (is_copy_) join_copies();
  share_progress();
  open_log();
  open_locks(launcher);
  for (const std::string& text : config_.warnings) {
    os::say(text);
    events_.write("warning", event_fields().text("message", text));
  }
  if (origin_ == origin::part_of) return;
  if (origin_ == origin::launched) {
    own_directory_ = config_.outer_temp_directory;
    export_environment();
    cover();
    if (is_copy_ && config_.redirect_tmpdir) redirect_temporary_files();
    return;
  }
  begin(given);
}

/// The launcher of the test that this program is, "" when it has none.
std::string process::find_launcher(const options& given) {
  const std::string self = std::to_string(owner_);
  if (given.has_adapter && !launches_ && config_.outer_worker) {
    is_copy_ =
        is_same_program(config_.program, own_executable(), given.arguments);
    const std::string launcher = launcher_of(config_, self, is_copy_);
    if (!launcher.empty()) return launcher;
  }
  config_ = without_own_exports(config_, self);
  return "";
}

identity process::find_identity(const options& given,
                                const std::string& launcher) {
  is_copy_ = is_copy_ && launcher.empty() && config_.outer_worker;
  circumstances seen;
  seen.has_adapter = given.has_adapter;
  seen.is_same_test = is_copy_ || !launcher.empty();
  const bool needs_parent = !config_.ctest || config_.outer_worker;
  if (needs_parent && config_.started_by_ctest) {
    seen.ctest_parent = ctest_parent();
  }
  return identify(config_, seen);
}

void process::open_locks(const std::string& launcher) {
  const std::string former =
      is_copy_ ? locks_of_process(config_.held_locks, config_.set_by) : "";
  if (is_copy_) {
    config_.held_locks = locks_of_others(config_.held_locks, config_.set_by);
  }
  locks_.open(state_, joined_.lock.get(), run_->id(), events_,
              config_.held_locks);
  if (launcher.empty()) {
    locks_.share_with(group_.name(), former);
  } else {
    locks_.rely_on(launcher);
    locks_.share_with(config_.group, "");
  }
}

/// A test of its own, which nobody set up before.
void process::begin(const options& given) {
  record_start(given);
  record_allocations();
  own_directory_ = config_.former_directory;
  if (own_directory_.empty()) own_directory_ = temporaries_.make(test_name());
  events_.flush();
  if (meeting_) introduce_to_copies();
  export_environment();
  if (origin_ == origin::ctest) cover();
  if (has_adapter_ && config_.redirect_tmpdir) redirect_temporary_files();
  if (joined_.is_first) tidy_up();
}

/// What earlier runs left; the first process of a run does it for all.
void process::tidy_up() {
  collect_dead_runs(state_, config_.retention);
  try {
    shorten_test_times(run_->directory());
  } catch (const error& problem) {
    os::say(problem.what());
  }
}

/// Something used the library before the adapter came to it.
void process::become_test(const options& given) {
  if (has_adapter_) return;
  if (origin_ == origin::part_of) {
    throw error(
        "the library was used before the test program was known, by a static "
        "object of a shared library for example, and took the program for a "
        "helper of the test around it; use it later");
  }
  has_adapter_ = true;
  only_test_ = given.test;
  selector_ = given.selector;
  export_environment();
  if (config_.redirect_tmpdir) redirect_temporary_files();
}

void process::export_environment() const {
  set_variable("PARALLEL_TESTING_WORKER", worker_->id());
  set_variable("PARALLEL_TESTING_INDEX_IN_RUN",
               std::to_string(worker_->index_in_run()));
  set_variable("PARALLEL_TESTING_WORKER_COUNT",
               std::to_string(config_.worker_count));
  set_variable("PARALLEL_TESTING_RUN_ID", run_->id());
  set_variable("PARALLEL_TESTING_RUN_DIR", run_->directory());
  set_variable("PARALLEL_TESTING_TEMP_DIR", own_directory_);
  set_variable("PARALLEL_TESTING_TEST_NAME", only_test_);
  set_variable("PARALLEL_TESTING_PROCESS", std::to_string(owner_));
  set_variable("PARALLEL_TESTING_PROGRAM", program_);
  const bool is_launched = origin_ == origin::launched && !is_copy_;
  set_variable("PARALLEL_TESTING_GROUP",
               is_launched ? config_.group : group_.name());
  // What this process starts is not the launcher's test, unless this one is.
  if (!is_launched) ::unsetenv("PARALLEL_TESTING_SUPERVISED");
}

void process::cover() const {
  place_coverage(config_, state(), worker_->id(), test_name());
}

void process::redirect_temporary_files() const {
  for (const char* name : {"TMPDIR", "TMP", "TEMP", "TEST_TMPDIR"}) {
    set_variable(name, own_directory_);
  }
}

/// By which a reader finds the test in CTest's where no script of ours named
/// it.
std::vector<std::string> process::command_words(const options& given) const {
  if (origin_ != origin::ctest || registered_ || given.arguments.empty()) {
    return {};
  }
  std::vector<std::string> words = given.arguments;
  words.front() = own_executable();
  const std::string root = root_of_test();
  if (!root.empty()) {
    std::string text =
        read_whole(fmt::format("/proc/{}/cmdline", id_in_token(root)));
    if (!text.empty()) text.pop_back();
    const std::vector<std::string_view> found = split(text, '\0');
    words.assign(found.begin(), found.end());
  }
  for (std::string& word : words) word = without_passwords(word);
  return words;
}

void process::record_start(const options& given) {
  events_.write(
      "process_start",
      event_fields()
          .text("executable",
                given.launches.empty() ? own_executable() : given.launches)
          .number("parent_pid", launching_process())
          .text("test", given.test)
          .number("worker_count", config_.worker_count)
          .number("index_in_run", worker_->index_in_run())
          .text("selector", without_passwords(given.argument))
          .text("ctest_test", registered_ ? registered_->name : "")
          .texts("command", command_words(given)));
}

void process::record_allocations() {
  std::vector<std::string> texts;
  try {
    for (const allocation& each : read_all_allocations(::getenv)) {
      texts.push_back(to_text(each));
    }
  } catch (const error&) {
    return;  // allocations() tells the test that asks for them
  }
  if (texts.empty()) return;
  events_.write(
      "allocation",
      event_fields().text("spec", config_.resource_spec).texts("slots", texts));
}

bool process::is_test_of_ctest() const noexcept {
  return origin_ == origin::ctest ||
         (origin_ == origin::launched && worker_->is_parallel());
}

bool process::is_owner() const noexcept {
  const pid_t runner = runner_;
  return ::getpid() == (runner != 0 ? runner : owner_);
}

bool process::is_child() const noexcept {
  return ::getpid() != owner_;
}

bool process::runs_tests() {
  const pid_t self = ::getpid();
  pid_t runner = 0;
  if (!runner_.compare_exchange_strong(runner, self)) return runner == self;
  if (self != owner_) {
    events_.continue_in_child();
    temporaries_.continue_in_child();
  }
  return true;
}

std::string process::test_name() const {
  const std::lock_guard<std::mutex> guard(mutex_);
  if (!running_test_.empty()) return running_test_;
  if (!only_test_.empty()) return only_test_;
  return unit_.empty() ? base_name(own_executable()) : unit_;
}

bool process::is_in_test() const {
  const std::lock_guard<std::mutex> guard(mutex_);
  return !running_test_.empty();
}

void process::expect_one_test(adapter::framework kind) {
  kind_ = kind;
  expects_one_ = true;
}

void process::forget_selector(std::size_t selected) {
  const std::lock_guard<std::mutex> guard(mutex_);
  only_test_.clear();
  selector_.clear();
  expects_one_ = expects_one_ && selected == 1;
  set_variable("PARALLEL_TESTING_TEST_NAME", only_test_);
}

bool process::expects_test() const {
  return expects_one_ && progress_.begun() == 0;
}

stage process::what_runs() const noexcept {
  if (is_in_case_ || is_in_round_) return stage::running;
  const bool is_awaited = expects_one_ && !progress_.has_framework_run();
  return is_awaited ? stage::awaiting : stage::nothing;
}

/// How the processes of a unit end their parent sees itself.
void process::begin_round() noexcept {
  is_in_round_ = true;
  if (!is_part_of_unit()) progress_.begin_round();
}

void process::end_round() noexcept {
  is_in_round_ = false;
  progress_.end_round();
}

void process::begin_test(std::string name) {
  progress_.begin_case(name);
  is_in_case_ = true;
  const std::lock_guard<std::mutex> guard(mutex_);
  running_test_ = last_test_ = std::move(name);
}

void process::end_test(adapter::outcome how, const std::string& reason) {
  if (how == adapter::outcome::failed) note_failure(reason);
  if (how == adapter::outcome::skipped) progress_.note_skip(reason);
  progress_.end_case();
  is_in_case_ = false;
  const std::lock_guard<std::mutex> guard(mutex_);
  running_test_.clear();
}

void process::note_failure_around(const std::string& reason) noexcept {
  failed_ = true;
  progress_.note_failure_around(reason);
}

void process::note_failure(const std::string& reason) noexcept {
  failed_ = true;
  progress_.note_failure(reason);
}

}  // namespace parallel_testing
