// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/watch/time_left.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace parallel_testing::run_command {
namespace {

TEST(time_left, work_is_shared_out_but_no_test_is_divided) {
  EXPECT_EQ(time_left_ns({{40, 0}, {40, 0}, {40, 0}, {40, 0}}, 4), 40);
  EXPECT_EQ(time_left_ns({{40, 0}, {40, 0}, {40, 0}, {40, 0}}, 2), 80);
  EXPECT_EQ(time_left_ns({{90, 0}, {10, 0}}, 8), 90);
}

TEST(time_left, what_a_running_test_has_done_is_not_left) {
  EXPECT_EQ(time_left_ns({{40, 30}, {10, 0}}, 1), 20);
  EXPECT_EQ(time_left_ns({{40, 50}}, 1), 0);
}

TEST(time_left, tests_without_a_time_count_as_the_others_on_average) {
  EXPECT_EQ(time_left_ns({{20, 0}, {40, 0}, {std::nullopt, 0}}, 1), 90);
}

TEST(time_left, nothing_is_guessed_from_few_times) {
  EXPECT_EQ(time_left_ns({}, 2), std::nullopt);
  EXPECT_EQ(time_left_ns({{std::nullopt, 0}}, 2), std::nullopt);
  EXPECT_EQ(time_left_ns({{9, 0}, {std::nullopt, 0}, {std::nullopt, 0}}, 2),
            std::nullopt);
}

}  // namespace
}  // namespace parallel_testing::run_command
