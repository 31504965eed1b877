// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "locks/worker_slot.hpp"

#include <parallel_testing/error.hpp>

#include "base/format.hpp"
#include "locks/test_group.hpp"
#include "state/file_lock.hpp"

namespace parallel_testing {

namespace {
constexpr int most_workers = 10000;

void sign(int file, const std::string& group) {
  sign_lock(file, group.empty() ? "" : signature_of_group(group, ""));
}

std::string name_of_worker(int index) {
  return fmt::format("workers/gw{}", index);
}

/// Locks the file `name`; empty when it is taken.
worker_slot try_slot(const state_directory& state, const std::string& name,
                     int index, const std::string& group) {
  unique_fd file = open_lock_file(state, name);
  if (!try_lock(file.get(), lock_mode::exclusive, state.path + "/" + name) ||
      !is_still_there(file.get(), state, name)) {
    return {};
  }
  const std::string former = group_in(read_signature(file.get()));
  if (!former.empty() && former != group && !is_gone(state, former)) {
    return {};
  }
  if (!former.empty() || !group.empty()) {
    sign(file.get(), group);
  }
  return {index, std::move(file)};
}

unique_fd share_slot(const state_directory& state, const std::string& name,
                     const std::string& group) {
  unique_fd file = open_lock_file(state, name);
  sign(file.get(), group);
  return file;
}

[[noreturn]] void throw_no_slot(const state_directory& state) {
  throw error(
      fmt::format("no free worker: {} processes hold one in '{}'; end some of "
                  "these processes",
                  most_workers, state.path));
}
}  // namespace

worker_slot try_worker_slot(const state_directory& state, int index,
                            const std::string& group) {
  return try_slot(state, name_of_worker(index), index, group);
}

unique_fd share_worker_slot(const state_directory& state, int index,
                            const std::string& group) {
  return share_slot(state, name_of_worker(index), group);
}

worker_slot take_worker_slot(const state_directory& state,
                             const std::string& group) {
  for (int index = 0; index < most_workers; ++index) {
    worker_slot slot = try_worker_slot(state, index, group);
    if (slot.lock) {
      return slot;
    }
  }
  throw_no_slot(state);
}

worker_slot take_run_index(const state_directory& state, const std::string& run,
                           int former, const std::string& group) {
  if (former >= 0) {
    worker_slot slot =
        try_slot(state, name_of_run_index(run, former), former, group);
    if (slot.lock) {
      return slot;
    }
  }
  for (int index = 0; index < most_workers; ++index) {
    worker_slot slot =
        try_slot(state, name_of_run_index(run, index), index, group);
    if (slot.lock) {
      return slot;
    }
  }
  throw_no_slot(state);
}

unique_fd share_run_index(const state_directory& state, const std::string& run,
                          int index, const std::string& group) {
  return share_slot(state, name_of_run_index(run, index), group);
}

}  // namespace parallel_testing
