// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Finds tests that ended differently although only the order and the other
// running tests changed, and the tests that ran beside them. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "results/run_result.hpp"

namespace parallel_testing::stress_command {

struct compared_run {
  std::string jobs;        ///< as requested: 1, auto, …
  std::uint64_t seed = 0;  ///< of the order; 0: order of declaration
  tools::run_result result;
  bool is_whole = true;  ///< not stopped; otherwise tests may be missing
};

/// A test in CTest.
struct numbered_test {
  std::int64_t number = 0;
  std::string name;
};

struct watched_case {
  numbered_test test;
  std::string name;  ///< name of the case, if the test runs several
  /// For each run; empty if the test was not in it.
  std::vector<std::optional<tools::verdict>> outcomes;
  std::string message;  ///< message of the first failure
  std::string output;   ///< output of the first failure

  [[nodiscard]] bool is_bad_in(std::size_t run) const;
  [[nodiscard]] std::size_t bad() const;
};

struct comparison {
  std::vector<watched_case> unsteady;  ///< did not always end the same way
  std::vector<watched_case> failing;   ///< ended badly in every run
};

[[nodiscard]] comparison compare(const std::vector<compared_run>& runs);

/// Removes the tests of a run that was stopped at `halted_ns` that had not
/// ended by then: the stop decided how they ended.
void keep_ended(tools::run_result& run, std::int64_t halted_ns);

/// Names of the tests of a run that ended badly.
[[nodiscard]] std::vector<std::string> bad_tests(const tools::run_result& run);

/// Tests that ran at the same time as `test` when it ended badly. First come
/// those that did so most often then, and least often when it passed.
[[nodiscard]] std::vector<numbered_test> company_of(
    const watched_case& test, const std::vector<compared_run>& runs);

/// Tests that ended in `run` before `test` began, latest first, and then the
/// tests of the run before it, which had the same tests.
[[nodiscard]] std::vector<numbered_test> predecessors_of(
    const watched_case& test, const tools::run_result& run);

}  // namespace parallel_testing::stress_command
