// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace parallel_testing {

enum class temp_policy { failed, all, none };

/// The settings in the environment, checked. An invalid value is ignored and
/// reported in `warnings`.
struct settings {
  std::optional<std::string> run_id;         ///< PARALLEL_TESTING_RUN_ID
  std::optional<std::string> run_directory;  ///< …_RUN_DIR
  std::optional<std::string> ctest;          ///< …_CTEST: "<pid>.<start>"
  std::optional<std::string> outer_worker;   ///< …_WORKER, set by a test
  int outer_index = 0;               ///< …_INDEX_IN_RUN, set by a test
  std::string outer_temp_directory;  ///< …_TEMP_DIR, set by a test
  std::string held_locks;            ///< …_HELD_LOCKS, set by a test
  std::string set_by;   ///< …_PROCESS: the process that set those
  std::string program;  ///< …_PROGRAM: a program_key(), set by a test
  std::string group;    ///< …_GROUP: its test_group, set by a test
  /// The worker that this process had before it executed this program.
  std::optional<std::string> former_worker;
  int former_index = -1;      ///< index in the run before that, -1 for none
  std::string resource_spec;  ///< …_RESOURCE_SPEC: a path
  /// …_SUPERVISED: the process that a launcher started, and the launcher's
  /// token
  std::string supervised;
  bool inherit_worker = false;  ///< …_NESTED=inherit
  int worker_count = 1;         ///< …_WORKER_COUNT
  std::optional<std::string> state_directory;
  std::string temp_root;             ///< …_TEMP_ROOT, else TMPDIR, else ""
  bool temp_root_is_a_must = false;  ///< set by …_TEMP_ROOT
  temp_policy policy = temp_policy::failed;
  std::string artifacts;  ///< …_ARTIFACTS: a path, set by a test
  temp_policy artifacts_policy = temp_policy::failed;
  std::uint64_t artifacts_limit = 100ULL << 20U;  ///< bytes for each test
  int retention = 3;
  bool redirect_tmpdir = true;
  std::pair<std::uint16_t, std::uint16_t> port_range{20000, 32767};
  bool port_range_given = false;
  std::string private_directory;  ///< …_PRIVATE_DIRECTORY: a list file
  /// The directory that this process had before it executed this program, or
  /// "".
  std::string former_directory;
  bool started_by_ctest = false;  ///< a variable of ctest is set
  bool servers_on_disk = false;   ///< …_POSTGRESQL_STORAGE=disk
  std::optional<std::string> coverage_directory;  ///< …_COVERAGE
  bool coverage_per_test = false;                 ///< …_COVERAGE_PER_TEST=1
  std::vector<std::string> warnings;
};

/// Returns nullptr when the variable is not set. std::getenv, except in tests.
using environment_lookup = std::function<const char*(const char* name)>;

/// After a process executes another program, or itself again, it finds the
/// variables that it had set for its children. Returns `given` without these;
/// `pid` is the id of this process. Pure.
settings without_own_exports(settings given, const std::string& pid);

/// The entries of `held_locks` that the process `pid` holds, and the other
/// entries. Pure.
std::string locks_of_process(const std::string& held_locks,
                             const std::string& pid);
std::string locks_of_others(const std::string& held_locks,
                            const std::string& pid);

settings read_settings(const environment_lookup& lookup);

/// The number in "gw0" or "gw17", 0 for "master", std::nullopt for other texts.
std::optional<int> worker_index(std::string_view id);

}  // namespace parallel_testing
