// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which tests ended differently although nothing but order and company
// changed, and which tests ran beside them. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "results/run_result.hpp"

namespace parallel_testing::stress_command {

struct observed_run {
  std::string jobs;        // as it was asked for: 1, auto, …
  std::uint64_t seed = 0;  // of the order; 0: as declared
  tools::run_result result;
};

/// A test as CTest knows it.
struct numbered_test {
  std::int64_t number = 0;
  std::string name;
};

struct watched_case {
  numbered_test test;
  std::string name;  // of the case, where the test runs several
  /// For each run; nothing where it was not there.
  std::vector<std::optional<tools::verdict>> outcomes;
  std::string message;  // of the first failure
  std::string output;   // likewise

  [[nodiscard]] std::size_t bad() const;
};

struct observations {
  std::vector<watched_case> unsteady;  // not always the same
  std::vector<watched_case> failing;   // bad in every run
};

[[nodiscard]] observations compare(const std::vector<observed_run>& runs);

/// Tests that ran at the same time as `test` where it ended badly: first those
/// that did so most often there and least often where it passed.
[[nodiscard]] std::vector<numbered_test> company_of(
    const watched_case& test, const std::vector<observed_run>& runs);

/// Tests that ended in `run` before `test` began, the latest first, and after
/// them those of the run before it, which had the same tests.
[[nodiscard]] std::vector<numbered_test> predecessors_of(
    const watched_case& test, const tools::run_result& run);

}  // namespace parallel_testing::stress_command
