// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The tests of a build tree that were watched together, and their records.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "events/event.hpp"
#include "observed/record_of_test.hpp"

namespace parallel_testing::tools {

/// How a test that did not pass while it was watched ends alone and unwatched.
enum class unwatched_end { not_tried, passes, fails };

/// A test of CTest, or with `--cases` one case of a program that CTest runs as
/// one test.
struct watched_test {
  /// In CTest; of a case, the name of the test in CTest, a slash and
  /// `selection`.
  std::string name;
  std::string ctest_name;
  /// The case in its framework if it was watched alone with `--cases`.
  std::string selection{};
  std::string target{};  ///< of `parallel_discover_tests()`, if it is known
  /// The names of its cases in CTest, without prefix and suffix, if a target is
  /// known.
  std::vector<std::string> cases{};
  /// The globs with which parallel_mark_tests() marks its cases, if a target is
  /// known; empty: its name.
  std::vector<std::string> globs{};
  /// Whether parallel_mark_tests() can give its cases a private directory.
  bool has_adapter = true;
  /// The name of the framework whose case it runs; "" if it is not known, or if
  /// the test runs several cases of a program.
  std::string framework{};
  std::string executable{};  ///< of the test, not of a launcher
  std::string file{};        ///< where it was declared
  std::int64_t line = 0;
  verdict outcome = verdict::not_run;
  std::string message{};  ///< why it did not pass
  unwatched_end alone = unwatched_end::not_tried;
  std::int64_t duration_ns = 0;
  /// Properties of CTest.
  std::vector<std::string> locks{};  ///< RESOURCE_LOCK
  std::vector<std::string> depends{};
  std::vector<std::string> fixtures_setup{};
  std::vector<std::string> fixtures_cleanup{};
  std::vector<std::string> fixtures_required{};
  bool runs_serial = false;
  /// Markers, where ParallelTesting registered it.
  std::vector<std::string> markers{};
  /// It has a private directory as its working directory.
  bool has_private_directory = false;
  record_of_test record{};  ///< without a header if it was not watched

  [[nodiscard]] bool was_watched() const { return record.head.pid != 0; }
};

struct observation {
  std::string build;
  std::string source{};  ///< directory
  bool uses_module = false;
  std::int64_t start_ns = 0;  ///< CLOCK_REALTIME
  int jobs = 1;               ///< the number of tests that were watched at once
  std::vector<watched_test> tests{};  ///< in the order of their starts
};

/// Where the latest observation of a build tree is: in the build tree if
/// ParallelTesting registers tests in it, else in the state directory of the
/// user, because nothing in the build tree may change. Throws cli::failure.
[[nodiscard]] std::string observation_directory(const std::string& build,
                                                bool uses_module);

/// Replaces the observation in `directory`, which is created, by `seen`: a
/// reader sees either the old or the new one. `records` are the files of the
/// launcher, one for each test; "" for a test without one. Throws cli::failure.
void store_observation(const observation& seen,
                       const std::vector<std::string>& records,
                       const std::string& directory);

[[nodiscard]] bool has_observation(const std::string& directory);

/// Reads an observation. Throws record_error, or cli::failure if there is none
/// or others could have written it.
[[nodiscard]] observation read_observation(const std::string& directory);

/// The same without the records. Pure; throws record_error.
struct stored_observation {
  observation seen;
  std::vector<std::string> records;  ///< paths below the directory
};
[[nodiscard]] std::string json_of(const stored_observation& of);
[[nodiscard]] stored_observation parse_observation(const std::string& json);

}  // namespace parallel_testing::tools
