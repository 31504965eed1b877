// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

#include "base/unique_fd.hpp"
#include "state/state_directory.hpp"

namespace parallel_testing {

/// A worker slot that this process holds. Closing the descriptor frees it.
struct worker_slot {
  int index = 0;
  unique_fd lock;
};

/// Takes the lowest free slot, and signs it for `group` unless that is "". A
/// slot is free only when no process is left of the group that had it before;
/// processes that a killed launcher left behind are ended. Throws error when
/// ten thousand slots are taken.
worker_slot take_worker_slot(const state_directory& state,
                             const std::string& group = "");

/// Takes the slot `index`; empty when it is not free.
worker_slot try_worker_slot(const state_directory& state, int index,
                            const std::string& group);

/// The open file of a slot that other processes of `group` hold, signed for it.
unique_fd share_worker_slot(const state_directory& state, int index,
                            const std::string& group);

/// Takes `former`, unless it is -1 or not free, or the lowest number that no
/// other running test of the run has. Otherwise like take_worker_slot(). `run`
/// is the run_file_name().
worker_slot take_run_index(const state_directory& state, const std::string& run,
                           int former, const std::string& group);

/// The open file of an index that other processes of `group` hold, signed for
/// it.
unique_fd share_run_index(const state_directory& state, const std::string& run,
                          int index, const std::string& group);

}  // namespace parallel_testing
