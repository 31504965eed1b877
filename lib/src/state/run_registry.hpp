// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_RUN_REGISTRY_HPP
#define PARALLEL_TESTING_SRC_RUN_REGISTRY_HPP

#include <cstdint>
#include <string>
#include <vector>

#include "state/state_directory.hpp"

// Which runs there are on this machine, which of them are alive, and what the
// dead ones left. A run is one file in the state directory: its processes
// hold a shared lock on it, a no_parallel test an exclusive one.
namespace parallel_testing {

/// What the file of a run says, one "name value" per line.
struct run_record {
  std::string id;
  std::string owner;      ///< process_token() of ctest, or of the process
  std::string directory;  ///< of the event log
  std::string temporary;  ///< of the temporary directories
  std::int64_t created_ns = 0;
  bool by_hand = false;
};

std::string to_text(const run_record& record);

/// A text that was not written by to_text() gives a record with an empty id.
run_record parse_run_record(std::string_view text);

/// What is recorded of the run; its id is empty when there is none.
run_record read_run_record(const state_directory& state,
                           const std::string& run_id);

/// The file name of a run, from its id.
std::string run_file_name(const std::string& run_id);

/// What the directory of its temporary directories is called.
std::string temporary_name(const std::string& run_id);

struct joined_run {
  unique_fd lock;  ///< shared lock on the file of the run
  run_record record;
  bool is_first = false;  ///< this process made the file
};

/// Enters the run, making its record from `wanted` when it is the first.
joined_run join_run(const state_directory& state, const run_record& wanted);

/// The file of a run for a copy of a process that is in it, locked where
/// possible: a copy may hold it alone. Empty when there is none.
unique_fd open_run(const state_directory& state, const std::string& run_id);

/// Whether a process of the run lives, also one that outlived its ctest. A run
/// that is not recorded has none; one that is being removed is waited for.
bool has_members(const state_directory& state, const std::string& run_id);

/// Removes the run of which this process was the only one.
void forget_run(const state_directory& state, joined_run& joined) noexcept;

/// Removes what dead runs left that are not among the newest `keep` of their
/// build tree (by hand: of all started by hand). A run is dead when no
/// process holds its lock and its owner is gone. Says on stderr what it could
/// not remove; never throws.
void collect_dead_runs(const state_directory& state, int keep) noexcept;

/// Those that collect_dead_runs() would remove. Throws error.
std::vector<run_record> find_dead_runs(const state_directory& state, int keep);

/// Removes what one dead run left; false, with nothing removed, when it is
/// alive after all. Says on stderr what it could not remove. Throws error.
bool remove_dead_run(const state_directory& state, const run_record& record);

/// Those of `records` beyond the newest `keep` of each build tree: pure.
std::vector<run_record> beyond_retention(std::vector<run_record> records,
                                         int keep);

}  // namespace parallel_testing

#endif
