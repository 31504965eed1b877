// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How long tests with locks take when several run at once. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace parallel_testing::tools {

/// What decides when a test can run.
struct scheduled_test {
  double seconds = 0;
  std::vector<std::string> exclusive{};  ///< locks
  std::vector<std::string> shared{};
  std::vector<std::size_t> after{};  ///< tests that must have ended
  bool is_alone = false;             ///< no other test runs at the same time
};

/// The time until the last test has ended, if each job always starts the
/// longest test that can run, as CTest does. Tests that wait for each other in
/// a circle run at the end, one by one.
[[nodiscard]] double time_of(const std::vector<scheduled_test>& tests,
                             int jobs);

/// What no number of jobs makes faster.
struct bottleneck {
  double seconds = 0;
  std::string cause;  ///< "the lock 'orders'", "the longest test"
};

/// The longest of: a test, the tests that hold one lock exclusively, the tests
/// that run alone.
[[nodiscard]] bottleneck bottleneck_of(
    const std::vector<scheduled_test>& tests);

}  // namespace parallel_testing::tools
