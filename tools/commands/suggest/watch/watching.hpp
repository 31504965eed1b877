// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Runs each test of a build tree once, watched.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"
#include "ctest/ctest_listing.hpp"
#include "observed/observation.hpp"

namespace parallel_testing::suggest_command {

/// Whether a program with many cases that CTest runs as one test is watched
/// case by case.
enum class granularity { tests, cases };

struct watch_request {
  std::string build = ".";
  std::string configuration;  ///< empty: the build tree has only one
  int jobs = 1;               ///< tests that are watched at once
  granularity by = granularity::tests;
  std::vector<std::string> ctest;  ///< arguments for ctest
};

/// The run was interrupted; the command ends with this exit code.
struct interruption {
  int exit_code = 0;
};

/// The build tree as an absolute path. Throws cli::failure if it has no tests.
[[nodiscard]] std::string build_of(const std::string& given);

/// All tests of the build tree, in which ctest writes nothing. Throws
/// cli::failure.
[[nodiscard]] std::vector<tools::listed_test> all_tests_of(
    const std::string& build, const std::string& configuration);

/// Watches the tests, stores the observation, and returns it; one without tests
/// if none was selected. Reports progress on `given.err`. Throws cli::failure
/// and interruption.
[[nodiscard]] tools::observation watch(const cli::invocation& given,
                                       const watch_request& wanted);

}  // namespace parallel_testing::suggest_command
