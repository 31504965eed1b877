// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Finds the cause of a failure by experiments.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "commands/stress/diagnosis.hpp"

namespace parallel_testing::stress_command {

/// Runs tests and returns whether `watched`, which is one of them, ended badly.
struct probe_runner {
  /// Runs all of them at once, in any order.
  std::function<bool(const std::vector<numbered_test>& together,
                     const watched_case& watched)>
      run_together;
  /// Runs them one by one, and then `watched`.
  std::function<bool(const std::vector<numbered_test>& first,
                     const watched_case& watched)>
      run_after;
  int tries = 0;  ///< repetitions of what may be due to chance
};

/// `runs` are those in which `test` was unsteady.
[[nodiscard]] diagnosis investigate(const watched_case& test,
                                    const std::vector<compared_run>& runs,
                                    const probe_runner& runner);

}  // namespace parallel_testing::stress_command
