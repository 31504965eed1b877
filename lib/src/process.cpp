// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process.hpp"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <memory>
#include <parallel_testing/error.hpp>
#include <random>

#include "allocation.hpp"
#include "coverage.hpp"
#include "format.hpp"
#include "os.hpp"
#include "process_info.hpp"
#include "test_times.hpp"
#include "text.hpp"

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

std::string random_run_id() {
  std::random_device source;
  std::string id;
  for (int part = 0; part < 4; ++part) id += hex(source(), 8);
  return id;
}

std::int64_t wall_clock_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  return now.tv_sec * 1'000'000'000LL + now.tv_nsec;
}

std::vector<std::string> temporary_roots(const settings& config) {
  std::vector<std::string> roots;
  if (!config.temp_root.empty()) roots.push_back(config.temp_root);
  if (!config.temp_root_is_a_must) {
    roots.insert(roots.end(), {"/tmp", "/var/tmp"});
  }
  return roots;
}

/// The path without symbolic links, as programs will report it. The last part
/// was opened as what it is, no link.
std::string real_parent(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::unique_ptr<char, void (*)(void*)> real(
      ::realpath(path.substr(0, slash).c_str(), nullptr), std::free);
  return real ? real.get() + path.substr(slash) : path;
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

process::process(const options& given)
    : config_(without_own_exports(
          read_settings([](const char* name) { return ::getenv(name); }),
          std::to_string(::getpid()))),
      has_adapter_(given.has_adapter),
      launches_(!given.launches.empty()),
      owner_(::getpid()),
      only_test_(given.test),
      unit_(given.unit),
      selector_(given.selector),
      start_ns_(monotonic_ns()) {
  circumstances seen;
  seen.has_adapter = given.has_adapter;
  const std::string own_process = std::to_string(::getpid()) + " ";
  seen.is_supervised = starts_with(config_.supervised, own_process);
  const bool needs_parent = !config_.ctest || config_.outer_worker;
  if (needs_parent && config_.started_by_ctest) {
    seen.ctest_parent = ctest_parent();
  }
  const identity who = identify(config_, seen);
  origin_ = who.from;
  state_ = open_state_directory(config_.state_directory);
  find_place(who);
  const bool has_outer_test =
      origin_ == origin::part_of || origin_ == origin::launched;
  has_outer_test ? adopt(who) : join(who);
  open_log();
  locks_.open(state_, joined_.lock.get(), events_, config_.held_locks);
  if (origin_ == origin::launched) {
    locks_.rely_on(config_.supervised.substr(own_process.size()));
  }
  for (const std::string& text : config_.warnings) {
    os::say(text);
    events_.write("warning", event_fields().text("message", text));
  }
  if (origin_ == origin::part_of) return;
  if (origin_ == origin::launched) {
    own_directory_ = config_.outer_temp_directory;
    export_environment();
    cover();
    return;
  }
  record_start(given);
  record_allocations();
  own_directory_ = config_.former_directory;
  if (own_directory_.empty()) own_directory_ = temporaries_.make(test_name());
  events_.flush();
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

/// The worker and run of the test that this is, or is a piece of.
void process::adopt(const identity& who) {
  run_.emplace(who.run_id, config_.run_directory.value_or(""));
  joined_.record = read_run_record(state_, who.run_id);
  if (!config_.outer_temp_directory.empty()) {
    temporaries_.open(open_private_directory(config_.outer_temp_directory),
                      worker_->id(), config_.policy, events_);
  }
}

void process::find_place(const identity& who) {
  if (origin_ == origin::ctest) {
    slot_ = take_worker_slot(state_);
    worker_.emplace(fmt::format("gw{}", slot_.index), slot_.index);
  } else {
    worker_.emplace(who.worker_id, worker_index(who.worker_id).value_or(0));
  }
}

void process::join(const identity& who) {
  run_record wanted;
  wanted.by_hand = origin_ == origin::by_hand;
  wanted.id = who.run_id.empty() ? random_run_id() : who.run_id;
  wanted.owner =
      who.owner.find('.') == std::string::npos
          ? process_token(wanted.by_hand ? owner_ : launching_process())
          : who.owner;
  wanted.created_ns = wall_clock_ns();
  private_directory root =
      open_private_directory_in(temporary_roots(config_), user_directory_name(),
                                "PARALLEL_TESTING_TEMP_ROOT");
  root.path = real_parent(root.path);
  const std::string name = temporary_name(wanted.id);
  wanted.temporary = root.path + "/" + name;
  wanted.directory = wanted.temporary;
  // Inside a test, the directory that the environment names is the outer run's.
  const bool is_named = config_.run_directory && !config_.outer_worker;
  if (origin_ == origin::ctest && is_named) {
    if (make_directories(*config_.run_directory)) {
      wanted.directory = *config_.run_directory;
    } else {
      config_.warnings.push_back(fmt::format(
          "cannot make '{}': {}; the event log goes to '{}'",
          *config_.run_directory, std::generic_category().message(errno),
          wanted.temporary));
    }
  }
  joined_ = join_run(state_, wanted);
  // Only now nobody removes it: a run of this id may just have ended.
  if (joined_.is_first && wanted.directory != wanted.temporary) {
    make_directories(wanted.directory);
  }
  run_.emplace(wanted.id, wanted.directory);
  temporaries_.open(open_private_directory(root, name), worker_->id(),
                    config_.policy, events_);
}

void process::open_log() {
  if (run_->directory().empty()) return;
  events_.open_as(run_->directory() + "/events.ndjson", run_->id(),
                  worker_->id());
}

void process::export_environment() const {
  set_variable("PARALLEL_TESTING_WORKER", worker_->id());
  set_variable("PARALLEL_TESTING_WORKER_COUNT",
               std::to_string(config_.worker_count));
  set_variable("PARALLEL_TESTING_RUN_ID", run_->id());
  set_variable("PARALLEL_TESTING_RUN_DIR", run_->directory());
  set_variable("PARALLEL_TESTING_TEMP_DIR", own_directory_);
  set_variable("PARALLEL_TESTING_TEST_NAME", only_test_);
  set_variable("PARALLEL_TESTING_PROCESS", std::to_string(owner_));
}

void process::cover() const {
  place_coverage(config_, worker_->id(), test_name());
}

void process::redirect_temporary_files() const {
  for (const char* name : {"TMPDIR", "TMP", "TEMP", "TEST_TMPDIR"}) {
    set_variable(name, own_directory_);
  }
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
          .text("selector", given.argument));
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
  return ::getpid() == owner_;
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

void process::begin_test(std::string name) {
  const std::lock_guard<std::mutex> guard(mutex_);
  running_test_ = std::move(name);
}

void process::end_test() {
  const std::lock_guard<std::mutex> guard(mutex_);
  running_test_.clear();
}

}  // namespace parallel_testing
