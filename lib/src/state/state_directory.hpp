// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_STATE_DIRECTORY_HPP
#define PARALLEL_TESTING_SRC_STATE_DIRECTORY_HPP

#include <cstdint>
#include <optional>
#include <string>

#include "state/private_directory.hpp"

namespace parallel_testing {

/// Where this user's processes on this machine meet. Its place must not
/// depend on anything that differs between two tests, so neither TMPDIR nor
/// HOME nor a login session decides it.
///
/// It holds workers/ (gw0, gw1, …: locked while taken), indices/ (one file per
/// run and index of a running test in it, locked while taken), locks/ (one file
/// per key), tests/ (one file per group of processes that share what they took,
/// locked while one of them lives), runs/ (one file per run, locked while it
/// lives) and sequences/ (one counter per worker id), each made when first
/// needed. Only its root has to be checked: nobody else can reach what lies
/// below.
using state_directory = private_directory;

/// `given` is PARALLEL_TESTING_STATE_DIR. Throws error.
state_directory open_state_directory(const std::optional<std::string>& given);

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

/// Removes the files of a run in which no process is left.
void remove_run_indices(const state_directory& state,
                        const std::string& run) noexcept;

/// The next number of the sequence `name`: starts at a random one, counts up
/// and wraps at 2^32, whichever process asks. Throws error.
std::uint32_t next_in_sequence(const state_directory& state,
                               const std::string& name);

}  // namespace parallel_testing

#endif
