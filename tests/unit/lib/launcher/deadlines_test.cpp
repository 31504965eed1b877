// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "deadlines.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>

namespace parallel_testing::launcher {
namespace {

using std::chrono::seconds;

TEST(deadlines, C99_time_in_which_a_test_is_stopped_does_not_count) {
  const std::chrono::steady_clock::time_point start{seconds(100)};
  EXPECT_EQ(delayed(start + seconds(30), seconds(600)), start + seconds(630));
  EXPECT_EQ(delayed(std::nullopt, seconds(600)), std::nullopt);
}

}  // namespace
}  // namespace parallel_testing::launcher
