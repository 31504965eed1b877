// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cores/pinning.hpp"

#include <poll.h>
#include <stdlib.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "base/files.hpp"
#include "base/format.hpp"
#include "base/os.hpp"
#include "locks/lock_queue.hpp"
#include "locks/machine_lock.hpp"
#include "locks/number_signatures.hpp"
#include "locks/test_group.hpp"
#include "state/file_lock.hpp"

namespace parallel_testing::launcher {

namespace {

/// Locked while a process chooses, and until it has its cores: a test that
/// needs many would otherwise wait for ever while others take single ones.
constexpr const char* choice_file = "locks/choice-of-cores";
constexpr const char* core_signatures = "locks/cores";
constexpr const char* core_kind = "core";

void move_to(const std::vector<unsigned>& processors) {
  if (!set_affinity(processors)) {
    os::throw_error("cannot pin the test to processors",
                    list_of_processors(processors), errno,
                    "run it unpinned: PARALLEL_TESTING_PINNING=off");
  }
}

void set_if_missing(const char* name, const std::string& value) {
  ::setenv(name, value.c_str(), 0);
}

/// Waits until the holder of one of the cores releases it or dies.
void wait_for_any_holder(const std::vector<core>& cores) {
  std::vector<unique_fd> holders;
  std::vector<pollfd> events;
  for (const core& each : cores) {
    unique_fd holder = connect_to_holder({core_kind, each.number});
    if (!holder) {
      continue;
    }
    events.push_back({holder.get(), POLLIN, 0});
    holders.push_back(std::move(holder));
  }
  // Without a holder, a core has become free or its holder is between bind and
  // listen: give it time.
  ::poll(events.data(), events.size(), holders.size() == cores.size() ? -1 : 1);
}

}  // namespace

std::size_t threads_of(const marker_list& markers) {
  for (const parsed_marker& each : markers) {
    if (each.kind == marker_kind::threads) {
      return static_cast<std::size_t>(each.amount);
    }
  }
  return 0;
}

bool is_pinned(const marker_list& markers, const std::string& choice) {
  return choice != "off" &&
         std::any_of(markers.begin(), markers.end(),
                     [](const parsed_marker& each) {
                       return each.kind == marker_kind::threads &&
                              each.name == "pinned";
                     });
}

void export_threads(std::size_t count) {
  for (const char* const name : {"OMP_NUM_THREADS", "MKL_NUM_THREADS",
                                 "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"}) {
    set_if_missing(name, std::to_string(count));
  }
}

std::vector<core> pinned_cores::try_take(const std::vector<core>& all,
                                         std::size_t count) {
  std::vector<core> free;
  std::vector<core> taken;
  std::vector<unique_fd> locks;
  for (const core& each : all) {
    unique_fd lock = try_machine_lock({core_kind, each.number});
    (lock ? free : taken).push_back(each);
    if (lock) {
      locks.push_back(std::move(lock));
    }
  }
  cores_ = choose_cores(free, count);
  if (cores_.empty()) {
    return taken;
  }
  for (std::size_t at = 0; at < free.size(); ++at) {
    const bool is_chosen = std::any_of(
        cores_.begin(), cores_.end(),
        [&](const core& each) { return each.number == free[at].number; });
    if (is_chosen) {
      locks_.push_back(std::move(locks[at]));
    }
  }
  return {};
}

void pinned_cores::sign(const private_directory& state,
                        const std::string& group) const {
  // Processes of a killed launcher may still use them.
  for (const core& each : cores_) {
    const std::string former =
        group_of_number(state, core_signatures, each.number);
    if (!former.empty() && former != group && !is_gone(state, former)) {
      wait_until_gone(state, former, fmt::format("core {}", each.number));
    }
    sign_number(state, core_signatures, each.number, group);
  }
}

void pinned_cores::take(const private_directory& state,
                        const std::string& group, std::size_t count) {
  const std::vector<core> all = cores_of(
      affinity_of(0),
      [](const std::string& path) { return read_whole("/sys/" + path); });
  if (all.empty()) {
    os::throw_error("cannot find the processors", "sched_getaffinity", errno,
                    "run the test unpinned: PARALLEL_TESTING_PINNING=off");
  }
  const std::size_t enough = std::min(count, all.size());
  const unique_fd choice = open_lock_file(state, choice_file);
  wait_for_lock(choice.get(), lock_mode::exclusive, choice_file);
  bool has_reported = false;
  for (;;) {
    const std::vector<core> taken = try_take(all, enough);
    if (taken.empty()) {
      break;
    }
    if (!has_reported) {
      report_waiting(fmt::format("{} cores", enough), "");
      has_reported = true;
    }
    wait_for_any_holder(taken);
  }
  sign(state, group);
  move_to(processors_of(cores_));
  set_if_missing("OMP_PLACES", places_of(cores_));
  set_if_missing("OMP_PROC_BIND", "close");
}

}  // namespace parallel_testing::launcher
