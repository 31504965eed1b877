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

/// The file, below the state directory, that is locked while a test of the run
/// has the index.
std::string name_of_run_index(const std::string& run, int index);

/// Removes the files of a run in which no process is left.
void remove_run_indices(const state_directory& state,
                        const std::string& run) noexcept;

/// The next number of the sequence `name`: starts at a random one, counts up
/// and wraps at 2^32, whichever process asks. Throws error.
std::uint32_t next_in_sequence(const state_directory& state,
                               const std::string& name);

}  // namespace parallel_testing

#endif
