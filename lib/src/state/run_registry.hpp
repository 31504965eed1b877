// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "state/state_directory.hpp"

// The runs of this user on this machine: which are alive, and which directories
// the dead ones left. Each run is one file in the state directory. The
// processes of the run hold a shared lock on it, a no_parallel test an
// exclusive one.
namespace parallel_testing {

/// The content of the file of a run, one "name value" per line.
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

/// The record of the run; its id is empty when there is none.
run_record read_run_record(const state_directory& state,
                           const std::string& run_id);

/// The file name of the run with this id.
std::string run_file_name(const std::string& run_id);

/// The name of the directory that contains the temporary directories of the
/// run.
std::string temporary_name(const std::string& run_id);

struct joined_run {
  unique_fd lock;  ///< shared lock on the file of the run
  run_record record;
  bool is_first = false;  ///< this process created the file
};

/// Joins the run. The first process of the run creates its record from
/// `proposed`.
joined_run join_run(const state_directory& state, const run_record& proposed);

/// The file of a run, for a copy of a process that has already joined it. It is
/// locked shared unless another process, such as the original, holds it
/// exclusively. Empty when there is no such run.
unique_fd open_run(const state_directory& state, const std::string& run_id);

/// Whether any process of the run lives, even after its ctest ended. False for
/// a run that is not recorded. Waits for a run that is being removed.
bool has_members(const state_directory& state, const std::string& run_id);

/// Removes the run if this process was its only member.
void forget_run(const state_directory& state, joined_run& joined) noexcept;

/// Removes the directories of dead runs other than the newest `keep` of each
/// build tree; all runs started by hand count as one build tree. A run is dead
/// when no process holds its lock and its owner has ended. Reports on stderr
/// what it could not remove; never throws.
///
/// There may be many runs of other build trees, so the first test of a run of
/// ctest, `own`, looks only at those of its build tree and at a few others; see
/// records_to_read(). For a run that was started by hand it looks at all.
void collect_dead_runs(const state_directory& state, int keep,
                       const run_record& own) noexcept;

/// Which of the files `names` to read in a run with the file `own`: all if they
/// are few, otherwise those of `same_tree` and a few others, which differ from
/// run to run. Pure.
std::vector<std::string> records_to_read(
    std::vector<std::string> names, const std::vector<std::string>& same_tree,
    const std::string& own);

/// The runs that collect_dead_runs() would remove. Throws error.
std::vector<run_record> find_dead_runs(const state_directory& state, int keep);

/// Removes the directories of one dead run. Returns false, and removes nothing,
/// when the run is alive after all. Reports on stderr what it could not remove.
/// Throws error.
bool remove_dead_run(const state_directory& state, const run_record& record);

/// The elements of `records` other than the newest `keep` of each build tree.
/// Pure.
std::vector<run_record> beyond_retention(std::vector<run_record> records,
                                         int keep);

}  // namespace parallel_testing
