// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_WORKER_SLOT_HPP
#define PARALLEL_TESTING_SRC_WORKER_SLOT_HPP

#include <string>

#include "base/unique_fd.hpp"
#include "state/state_directory.hpp"

namespace parallel_testing {

/// A taken worker slot; free again when the descriptor is closed.
struct worker_slot {
  int index = 0;
  unique_fd lock;
};

/// The lowest free slot, signed for `group` when it has a name. Of the group
/// that had it before no process is left: what a killed launcher left is ended,
/// and while others live the slot is not free. Throws error when ten thousand
/// are taken.
worker_slot take_worker_slot(const state_directory& state,
                             const std::string& group = "");

/// The slot `index` alone, or an empty one when it is not free.
worker_slot try_worker_slot(const state_directory& state, int index,
                            const std::string& group);

/// The open file of a slot that others of the group hold, signed for it.
unique_fd share_worker_slot(const state_directory& state, int index,
                            const std::string& group);

/// The lowest number that no other running test of the run has, `former` where
/// that is free; -1 for none. Otherwise like take_worker_slot(). `run` is the
/// run_file_name().
worker_slot take_run_index(const state_directory& state, const std::string& run,
                           int former, const std::string& group);

/// The open file of an index that others of the group hold, signed for it.
unique_fd share_run_index(const state_directory& state, const std::string& run,
                          int index, const std::string& group);

}  // namespace parallel_testing

#endif
