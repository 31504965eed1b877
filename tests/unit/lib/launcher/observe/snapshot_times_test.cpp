// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/snapshot_times.hpp"

#include <gtest/gtest.h>

namespace parallel_testing::launcher {
namespace {

constexpr std::int64_t second = snapshot_times::least_us;

TEST(snapshot_times, a_short_test_gets_none) {
  const snapshot_times times(0);
  EXPECT_FALSE(times.is_due(second - 1, 10));
  EXPECT_TRUE(times.is_due(second, 10));
}

TEST(snapshot_times, a_test_that_waits_gets_one) {
  snapshot_times times(0);
  EXPECT_EQ(times.wait_ms(0, 10), 1000);
  EXPECT_EQ(times.wait_ms(second * 9, 10), snapshot_times::quiet_us / 1000);
  times.was_written(second * 9, second * 9 + 1000, 10);
  EXPECT_EQ(times.wait_ms(second * 10, 10), -1);
  EXPECT_FALSE(times.is_due(second * 100, 10));
  EXPECT_TRUE(times.is_due(second * 100, 11));
}

TEST(snapshot_times, writing_takes_a_small_part_of_the_time) {
  snapshot_times times(0);
  times.was_written(0, second, 10);
  EXPECT_FALSE(times.is_due(second * (1 + snapshot_times::part) - 1, 11));
  EXPECT_TRUE(times.is_due(second * (1 + snapshot_times::part), 11));
}

}  // namespace
}  // namespace parallel_testing::launcher
