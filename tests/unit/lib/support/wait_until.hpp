// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <gtest/gtest.h>
#include <poll.h>

#include <string>

#include "support/child_process.hpp"

namespace parallel_testing::unit {

/// Looks at what the process says on stderr until it contains `text`, and fails
/// when it answers, or ends, without that. Without a limit of its own: the
/// test's timeout is the limit.
inline void wait_until_says(const child_process& process,
                            const std::string& text) {
  for (;;) {
    const bool has_answered = process.has_answered();
    if (process.errors().find(text) != std::string::npos) return;
    if (has_answered) {
      ADD_FAILURE() << "answered or ended without: " << text << '\n'
                    << process.errors();
      return;
    }
    ::poll(nullptr, 0, 1);
  }
}

}  // namespace parallel_testing::unit
