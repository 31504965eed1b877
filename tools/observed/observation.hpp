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
  /// The names with which parallel_mark_tests() marks its cases, if a target is
  /// known; empty: `name`.
  std::vector<std::string> cases{};
  std::string executable{};  ///< of the test, not of a launcher
  std::string file{};        ///< where it was declared
  std::int64_t line = 0;
  verdict outcome = verdict::not_run;
  std::string message{};  ///< why it did not pass
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
  record_of_test record{};
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
/// user, because nothing in the build tree may change.
[[nodiscard]] std::string observation_directory(const std::string& build,
                                                bool uses_module);

/// Reads an observation. Throws record_error, or cli::failure if there is none.
[[nodiscard]] observation read_observation(const std::string& directory);

}  // namespace parallel_testing::tools
