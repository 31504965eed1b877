// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <poll.h>

#include <string>

#include "support/child_process.hpp"

namespace parallel_testing::unit {

/// Looks at what the process says on stderr until it contains `text`. Without
/// a limit of its own: the test's time-out is the limit.
inline void wait_until_says(const child_process& process,
                            const std::string& text) {
  while (process.errors().find(text) == std::string::npos) {
    ::poll(nullptr, 0, 1);
  }
}

}  // namespace parallel_testing::unit
