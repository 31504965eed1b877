// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process/membership.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <memory>
#include <parallel_testing/error.hpp>
#include <random>
#include <system_error>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "base/process_info.hpp"
#include "base/text.hpp"
#include "locks/lock_queue.hpp"
#include "locks/lock_table.hpp"
#include "locks/orphans.hpp"
#include "state/file_lock.hpp"

namespace parallel_testing {

namespace {

std::string random_run_id() {
  std::random_device source;
  std::string id;
  for (int part = 0; part < 4; ++part) {
    id += hex(source(), 8);
  }
  return id;
}

std::int64_t wall_clock_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  return now.tv_sec * 1'000'000'000LL + now.tv_nsec;
}

std::vector<std::string> temporary_roots(const settings& config) {
  std::vector<std::string> roots;
  if (!config.temp_root.empty()) {
    roots.push_back(config.temp_root);
  }
  if (!config.temp_root_is_a_must) {
    roots.insert(roots.end(), {"/tmp", "/var/tmp"});
  }
  return roots;
}

/// The path without symbolic links, in the form that programs will report. Its
/// last component is not a link.
std::string real_parent(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string real = real_path(path.substr(0, slash));
  return real.empty() ? path : real + path.substr(slash);
}

}  // namespace

membership::membership(const process_options& given)
    : config_(read_settings([](const char* name) { return ::getenv(name); })),
      program_(program_key(own_executable(), given.selections)) {
  launcher_ = find_launcher(given);
  const identity who = find_identity(given);
  origin_ = who.from;
  state_ = open_state_directory(config_.state_directory);
  if (!given.launches.empty()) {
    group_.enter(state_, given.mark);
  }
  find_worker(who, given);
  const bool has_outer_test =
      origin_ == origin::part_of || origin_ == origin::launched;
  has_outer_test ? adopt_outer(who) : join(who);
  if (is_copy_) {
    join_copies();
  }
}

/// The launcher of this test, "" when it has none.
std::string membership::find_launcher(const process_options& given) {
  const std::string self = std::to_string(::getpid());
  if (given.has_adapter && given.launches.empty() && config_.outer_worker) {
    is_copy_ =
        is_same_program(config_.program, own_executable(), given.arguments);
    std::string launcher = launcher_of(config_, self, is_copy_);
    if (!launcher.empty()) {
      return launcher;
    }
  }
  config_ = without_own_exports(config_, self);
  return "";
}

identity membership::find_identity(const process_options& given) {
  is_copy_ = is_copy_ && launcher_.empty() && config_.outer_worker;
  circumstances seen;
  seen.has_adapter = given.has_adapter;
  seen.is_same_test = is_copy_ || !launcher_.empty();
  const bool needs_parent = !config_.ctest || config_.outer_worker;
  if (needs_parent && config_.started_by_ctest) {
    seen.ctest_parent = ctest_parent();
  }
  return identify(config_, seen);
}

/// Takes over the worker and the run of the enclosing test.
void membership::adopt_outer(const identity& who) {
  run_ = run(who.run_id, config_.run_directory.value_or(""));
  joined_.record = read_run_record(state_, who.run_id);
  if (!config_.outer_temp_directory.empty()) {
    temporary_ = open_private_directory(config_.outer_temp_directory);
  }
}

void membership::find_worker(const identity& who,
                             const process_options& given) {
  if (origin_ != origin::ctest) {
    worker_ = worker(who.worker_id, worker_index(who.worker_id).value_or(0),
                     who.worker_id == "master" ? 0 : config_.outer_index);
    return;
  }
  const std::string root = given.launches.empty() ? root_of_test() : "";
  if (!root.empty()) {
    meet_copies(root, given);
  }
  if (origin_ == origin::ctest) {
    take_slot();
  }
}

/// A process that executed another program keeps its worker if possible.
void membership::take_slot() {
  const std::string former = config_.former_worker.value_or("");
  const auto index = worker_index(former);
  if (index && former != "master") {
    slot_ = try_worker_slot(state_, *index, group_.name());
  }
  if (!slot_.lock) {
    slot_ = take_worker_slot(state_, group_.name());
  }
  worker_ = worker(fmt::format("gw{}", slot_.index), slot_.index);
}

/// Takes an index among the running tests of the run, which this process has
/// joined.
void membership::take_index() {
  if (origin_ != origin::ctest) {
    return;
  }
  index_ = take_run_index(state_, run_file_name(run_->id()),
                          config_.former_index, group_.name());
  worker_ = worker(worker_->id(), worker_->index(), index_.index);
}

std::string membership::root_of_test() const {
  if (!config_.ctest) {
    return "";
  }
  const std::string_view ctest = id_in_token(*config_.ctest);
  constexpr int deepest = 100;
  pid_t pid = launching_process();
  for (int level = 0; pid > 1 && level < deepest; ++level) {
    if (std::to_string(pid) == ctest) {
      return "";
    }
    const pid_t parent = status_of(pid).parent;
    if (std::to_string(parent) == ctest) {
      return process_token(pid);
    }
    pid = parent;
  }
  return "";
}

/// An emulator may start several copies of the program, at the same time or one
/// after the other. The first copy writes into the file of their group what the
/// others need to join it.
void membership::meet_copies(const std::string& root,
                             const process_options& given) {
  const std::string meeting = "tests/.meeting";
  meeting_ = open_lock_file(state_, meeting);
  wait_for_lock(meeting_.get(), lock_mode::exclusive, meeting);
  std::string key = own_executable();
  for (const std::string& each : given.selections) {
    key += "\n" + each;
  }
  group_.enter(state_, fmt::format("{}-{}", root, hex(hash(key), 16)));
  const std::string first = group_.record();
  if (first.empty()) {
    return;
  }
  become_copy(first);
  meeting_.reset();
}

void membership::take_other_directory() {
  if (config_.outer_temp_directory.empty()) {
    return;
  }
  config_.outer_temp_directory += fmt::format("-{}", ::getpid());
  temporary_ = open_private_directory(config_.outer_temp_directory);
}

void membership::introduce_to_copies(const std::string& own_directory) {
  if (!meeting_) {
    return;
  }
  group_.write_record(fmt::format("{}\n{}\n{}\n{}\n", worker_->id(),
                                  run_->directory(), own_directory,
                                  worker_->index_in_run()));
  meeting_.reset();
}

void membership::become_copy(const std::string& first) {
  const std::vector<std::string_view> lines = split(first, '\n');
  if (lines.size() < 4) {
    throw error(
        fmt::format("'{}/tests/{}' is not a file that a copy of this program "
                    "wrote; remove it",
                    state_.path, group_.name()));
  }
  origin_ = origin::launched;
  is_copy_ = true;
  config_.run_directory = lines[1];
  config_.outer_temp_directory = lines[2];
  const std::string id(lines[0]);
  worker_ = worker(id, worker_index(id).value_or(0),
                   static_cast<int>(whole_number(lines[3], 99999).value_or(0)));
}

/// The group of a copy that got its settings from its environment.
std::string membership::group_of_outer() const {
  if (!config_.group.empty()) {
    return config_.group;
  }
  return process_token(parse_process_id(config_.set_by).value_or(0));
}

/// Shares the slot, the index and the run of the process that this one is a
/// copy of.
void membership::join_copies() {
  const bool is_met = !group_.name().empty();
  const std::string group = is_met ? group_.name() : group_of_outer();
  if (!is_met && !group.empty()) {
    group_.enter(state_, group);
  }
  if (worker_->is_parallel() && !group.empty()) {
    slot_.index = static_cast<int>(worker_->index());
    slot_.lock = share_worker_slot(state_, slot_.index, group);
    index_.index = worker_->index_in_run();
    index_.lock =
        share_run_index(state_, run_file_name(run_->id()), index_.index, group);
  }
  // From now on no other process can take what that process holds. If it had
  // already ended, another process may have taken it before.
  if (!is_met && config_.group.empty() && !is_alive(group)) {
    throw error(
        "the process of this test that started this one has ended; make the "
        "test wait for the processes that it starts");
  }
  joined_.lock = open_run(state_, run_->id());
}

/// Chooses the directory of the run's event log.
void membership::choose_directory(run_record& record) {
  record.directory = record.temporary;
  // Inside a test, the environment names the directory of the outer run.
  const bool is_named = config_.run_directory && !config_.outer_worker;
  if (origin_ != origin::ctest || !is_named) {
    return;
  }
  if (make_directories(*config_.run_directory)) {
    record.directory = *config_.run_directory;
    return;
  }
  config_.warnings.push_back(
      fmt::format("cannot create '{}': {}; the event log is written to '{}'",
                  *config_.run_directory,
                  std::generic_category().message(errno), record.temporary));
}

void membership::join(const identity& who) {
  run_record record;
  record.by_hand = origin_ == origin::by_hand;
  record.id = who.run_id.empty() ? random_run_id() : who.run_id;
  const bool is_token = who.owner.find('.') != std::string::npos;
  record.owner = is_token ? who.owner
                          : process_token(record.by_hand ? ::getpid()
                                                         : launching_process());
  record.created_ns = wall_clock_ns();
  private_directory root =
      open_private_directory_in(temporary_roots(config_), user_directory_name(),
                                "PARALLEL_TESTING_TEMP_ROOT");
  root.path = real_parent(root.path);
  const std::string name = temporary_name(record.id);
  record.temporary = root.path + "/" + name;
  choose_directory(record);
  joined_ = join_run(state_, record);
  wait_for_former_turn(record.id);
  // Only now: before joining, another process may have removed a run with this
  // id.
  if (joined_.is_first && record.directory != record.temporary) {
    make_directories(record.directory);
  }
  run_ = run(record.id, record.directory);
  take_index();
  temporary_ = open_private_directory(root, name);
}

/// Waits for a no_parallel test whose first process has ended but that still
/// has others.
void membership::wait_for_former_turn(const std::string& run_id) {
  const std::string key = turn_of_run(run_id);
  const std::string name = lock_file_name(key);
  const unique_fd file(
      os::open_at(state_.fd.get(), name.c_str(), O_RDWR | O_NOFOLLOW));
  if (!file || !try_lock(file.get(), lock_mode::shared, name)) {
    return;
  }
  const std::string former = group_in(read_signature(file.get()));
  if (!former.empty() && former != group_.name()) {
    wait_until_gone(state_, former, key);
  }
}

}  // namespace parallel_testing
