// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How a process becomes part of a run.
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

#include "base/format.hpp"
#include "base/os.hpp"
#include "base/process_info.hpp"
#include "base/text.hpp"
#include "locks/lock_queue.hpp"
#include "locks/worker_slot.hpp"
#include "process/process.hpp"
#include "state/file_lock.hpp"
#include "state/lock_signature.hpp"

namespace parallel_testing {

namespace {

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

/// The worker and run of the test that this is, or is a piece of.
void process::adopt(const identity& who) {
  run_ = run(who.run_id, config_.run_directory.value_or(""));
  joined_.record = read_run_record(state_, who.run_id);
  if (!config_.outer_temp_directory.empty()) {
    temporaries_.open(open_private_directory(config_.outer_temp_directory),
                      worker_->id(), config_.policy, events_);
  }
}

void process::find_place(const identity& who, const options& given) {
  if (origin_ != origin::ctest) {
    worker_ = worker(who.worker_id, worker_index(who.worker_id).value_or(0),
                     who.worker_id == "master" ? 0 : config_.outer_index);
    return;
  }
  const std::string root = launches_ ? "" : root_of_test();
  if (!root.empty()) meet_copies(root, given);
  if (origin_ == origin::ctest) take_slot();
}

/// A process that executed a program keeps its worker where it can.
void process::take_slot() {
  const std::string former = config_.former_worker.value_or("");
  const auto index = worker_index(former);
  if (index && former != "master") {
    slot_ = try_worker_slot(state_, *index, group_.name());
  }
  if (!slot_.lock) slot_ = take_worker_slot(state_, group_.name());
  worker_ = worker(fmt::format("gw{}", slot_.index), slot_.index);
}

/// Among the running tests of the run, which this process is in by now.
void process::take_index() {
  if (origin_ != origin::ctest) return;
  index_ = take_run_index(state_, run_file_name(run_->id()),
                          config_.former_index, group_.name());
  worker_ = worker(worker_->id(), worker_->index(), index_.index);
}

/// The process_token() of the process that ctest started as this test, "" when
/// it is this one, or when it cannot be told.
std::string process::root_of_test() const {
  if (!config_.ctest) return "";
  const std::string_view ctest = id_in_token(*config_.ctest);
  constexpr int deepest = 100;
  pid_t pid = launching_process();
  for (int level = 0; pid > 1 && level < deepest; ++level) {
    if (std::to_string(pid) == ctest) return "";
    const pid_t parent = status_of(pid).parent;
    if (std::to_string(parent) == ctest) return process_token(pid);
    pid = parent;
  }
  return "";
}

/// An emulator may start several copies of the program, side by side or one
/// after the other. The first one says in the file of their group where it is,
/// the others join it.
void process::meet_copies(const std::string& root, const options& given) {
  const std::string meeting = "tests/.meeting";
  meeting_ = open_lock_file(state_, meeting);
  wait_for_lock(meeting_.get(), lock_mode::exclusive, meeting);
  std::string key = own_executable();
  for (const std::string& each : given.selections) key += "\n" + each;
  group_.enter(state_, fmt::format("{}-{}", root, hex(hash(key), 16)));
  const std::string first = group_.record();
  if (first.empty()) return;
  become_copy(first);
  meeting_.reset();
}

void process::introduce_to_copies() {
  group_.write_record(fmt::format("{}\n{}\n{}\n{}\n", worker_->id(),
                                  run_->directory(), own_directory_,
                                  worker_->index_in_run()));
  meeting_.reset();
}

void process::become_copy(const std::string& first) {
  const std::vector<std::string_view> lines = split(first, '\n');
  if (lines.size() < 4) {
    throw error(fmt::format("'{}/tests/{}' holds something else; remove it",
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

/// The group of a copy that found what it needs in its environment.
std::string process::group_of_outer() const {
  if (!config_.group.empty()) return config_.group;
  return process_token(parse_process_id(config_.set_by).value_or(0));
}

/// What a copy holds together with the process that it is a copy of.
void process::join_copies() {
  const bool is_met = !group_.name().empty();
  const std::string group = is_met ? group_.name() : group_of_outer();
  if (!is_met && !group.empty()) group_.enter(state_, group);
  if (worker_->is_parallel() && !group.empty()) {
    slot_.index = static_cast<int>(worker_->index());
    slot_.lock = share_worker_slot(state_, slot_.index, group);
    index_.index = worker_->index_in_run();
    index_.lock =
        share_run_index(state_, run_file_name(run_->id()), index_.index, group);
  }
  // From now on nobody takes what that process holds. If it is gone, somebody
  // may have done so before.
  if (!is_met && config_.group.empty() && !is_alive(group)) {
    throw error(
        "the process of the test that started this one has ended; wait for "
        "the processes that the test starts");
  }
  joined_.lock = open_run(state_, run_->id());
}

void process::share_progress() {
  const bool is_test = worker_->is_parallel() && has_adapter_;
  if (!is_test || origin_ == origin::part_of) return;
  if (origin_ == origin::ctest && launches_) {
    has_prepared_ = test_progress::prepare(slot_.lock.get());
  } else if (origin_ == origin::ctest) {
    progress_.share_through(slot_.lock.get(), program_);
  } else if (is_copy_) {
    progress_.join(slot_.lock.get(), program_);
  } else {
    const std::string name = fmt::format("workers/{}", worker_->id());
    progress_.join(open_lock_file(state_, name).get(), program_);
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
  wait_for_former_turn(wanted.id);
  // Only now nobody removes it: a run of this id may just have ended.
  if (joined_.is_first && wanted.directory != wanted.temporary) {
    make_directories(wanted.directory);
  }
  run_ = run(wanted.id, wanted.directory);
  take_index();
  temporaries_.open(open_private_directory(root, name), worker_->id(),
                    config_.policy, events_);
}

/// A no_parallel test whose process is gone may have others that are not.
void process::wait_for_former_turn(const std::string& run_id) {
  const std::string key = turn_of_run(run_id);
  const std::string name = lock_file_name(key);
  const unique_fd file(
      os::open_at(state_.fd.get(), name.c_str(), O_RDWR | O_NOFOLLOW));
  if (!file || !try_lock(file.get(), lock_mode::shared, name)) return;
  const std::string former = group_in(read_signature(file.get()));
  if (!former.empty() && former != group_.name()) {
    wait_until_gone(state_, former, key);
  }
}

void process::open_log() {
  if (run_->directory().empty()) return;
  events_.open_as(run_->directory() + "/events.ndjson", run_->id(),
                  worker_->id());
}

}  // namespace parallel_testing
