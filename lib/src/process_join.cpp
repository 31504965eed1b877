// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How a process becomes part of a run.
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <memory>
#include <random>
#include <system_error>

#include "format.hpp"
#include "process.hpp"
#include "process_info.hpp"
#include "text.hpp"

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

}  // namespace parallel_testing
