// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <chrono>
#include <optional>

namespace parallel_testing::launcher {

using deadline = std::optional<std::chrono::steady_clock::time_point>;

/// The deadline of a test that could not run for the time `paused`. Pure.
inline deadline delayed(deadline given,
                        std::chrono::steady_clock::duration paused) {
  if (given) {
    *given += paused;
  }
  return given;
}

}  // namespace parallel_testing::launcher
