// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Finds out by trying what makes a test fail.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "commands/stress/diagnosis.hpp"

namespace parallel_testing::stress_command {

/// Runs tests and returns whether `watched`, one of them, ended badly.
struct probe_runner {
  /// All at once, in some order.
  std::function<bool(const std::vector<numbered_test>& together,
                     const watched_case& watched)>
      run_together;
  /// One by one, then `watched`.
  std::function<bool(const std::vector<numbered_test>& first,
                     const watched_case& watched)>
      run_after;
  int tries = 0;  // how often what may be chance is tried
};

/// `runs` are those that `test` was seen to be unsteady in.
[[nodiscard]] diagnosis investigate(const watched_case& test,
                                    const std::vector<observed_run>& runs,
                                    const probe_runner& runner);

}  // namespace parallel_testing::stress_command
