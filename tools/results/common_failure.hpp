// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Recognises a run in which nothing works: its first tests all failed in the
// same way, because a server or a library is missing.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "results/run_result.hpp"

namespace parallel_testing::tools {

/// This many failures at the beginning of a run have one cause.
inline constexpr std::size_t broken_after = 10;
/// A run with fewer tests is not judged.
inline constexpr std::size_t fewest_for_broken = 3;

/// How one test ended, in the order of the ends.
struct ended_test {
  bool is_bad = false;
  std::string message;  ///< the reason, as `run` prints it
  std::string output;
};

/// The line that all of these failures have in common, as the first of them
/// has it: numbers may differ, and lines that the frameworks print for any test
/// do not count. Empty if one of the tests passed, if there are fewer than
/// `fewest_for_broken`, or if they have no line in common. Pure.
[[nodiscard]] std::string common_failure(const std::vector<ended_test>& tests);

/// `the first 10 tests all failed with: <line>`. Pure.
[[nodiscard]] std::string common_failure_text(const std::string& line,
                                              std::size_t tests);

/// The same text about the first `broken_after` tests of a run that were not
/// skipped; empty if they have nothing in common. Pure.
[[nodiscard]] std::string common_failure_text(const run_result& result);

}  // namespace parallel_testing::tools
