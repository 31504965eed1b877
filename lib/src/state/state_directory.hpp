// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "state/private_directory.hpp"

namespace parallel_testing {

/// The directory that all processes of this user on this machine share. Its
/// path must not depend on anything that differs between two tests, so TMPDIR,
/// HOME and the login session do not affect it.
///
/// It contains workers/ (gw0, gw1, …, each locked while taken), indices/ (one
/// file per run and index in the run, locked while taken), locks/ (one file per
/// key), tests/ (one file per group of processes that share their locks, locked
/// while one of them lives), runs/ (one file per run, locked while it lives)
/// and sequences/ (one counter per worker id). Each is created when first
/// needed. Only the root is checked: no other user can reach what is below it.
using state_directory = private_directory;

/// `given` is PARALLEL_TESTING_STATE_DIR. Throws error.
state_directory open_state_directory(const std::optional<std::string>& given);

/// The file, relative to the state directory, that is locked while a test of
/// the run has the index.
std::string name_of_run_index(const std::string& run, int index);

/// Removes the index files of a run that has no living process.
void remove_run_indices(const state_directory& state,
                        const std::string& run) noexcept;

/// The next number of the sequence `name`, which all processes share. It starts
/// at a random number, counts up and wraps at 2^32. Throws error.
std::uint32_t next_in_sequence(const state_directory& state,
                               const std::string& name);

}  // namespace parallel_testing
