// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/watch/stopped_times.hpp"

#include <gtest/gtest.h>

namespace parallel_testing::run_command {
namespace {

TEST(stopped_times, C89_of_several_stops_add_up) {
  stopped_times stopped;
  EXPECT_EQ(stopped.total_ns(), 0);
  stopped.add(100, 150);
  stopped.add(200, 207);
  EXPECT_EQ(stopped.total_ns(), 57);
}

TEST(stopped_times, C89_are_not_time_that_a_test_ran) {
  stopped_times stopped;
  EXPECT_EQ(stopped.running_ns(90, 300), 210);
  stopped.add(100, 150);
  stopped.add(200, 207);
  EXPECT_EQ(stopped.running_ns(90, 300), 210 - 57);
  EXPECT_EQ(stopped.running_ns(160, 300), 140 - 7);
  EXPECT_EQ(stopped.running_ns(90, 160), 70 - 50);
  EXPECT_EQ(stopped.running_ns(160, 190), 30);
  // The run notices some starts and ends late.
  EXPECT_EQ(stopped.running_ns(140, 205), 65 - 10 - 5);
}

TEST(stopped_times, C89_delay_the_end_of_a_limit) {
  stopped_times stopped;
  stopped.add(100, 150);
  EXPECT_EQ(stopped.end_of(90, 30), 170);
  EXPECT_EQ(stopped.end_of(160, 30), 190);
}

}  // namespace
}  // namespace parallel_testing::run_command
