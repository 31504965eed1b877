// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "remedies/forecast.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace parallel_testing::tools {
namespace {

scheduled_test lasting(double seconds) {
  scheduled_test test;
  test.seconds = seconds;
  return test;
}

TEST(forecast, free_tests_fill_all_jobs) {
  const std::vector<scheduled_test> tests(8, lasting(1));
  EXPECT_DOUBLE_EQ(time_of(tests, 1), 8);
  EXPECT_DOUBLE_EQ(time_of(tests, 3), 3);
  EXPECT_DOUBLE_EQ(time_of(tests, 8), 1);
  EXPECT_DOUBLE_EQ(time_of({}, 8), 0);
}

TEST(forecast, the_longest_test_starts_first) {
  EXPECT_DOUBLE_EQ(time_of({lasting(1), lasting(1), lasting(4)}, 2), 4);
}

TEST(forecast, tests_with_one_lock_take_turns) {
  std::vector<scheduled_test> tests(3, lasting(2));
  for (scheduled_test& each : tests) {
    each.exclusive = {"orders"};
  }
  EXPECT_DOUBLE_EQ(time_of(tests, 8), 6);
}

TEST(forecast, readers_run_side_by_side_but_not_beside_a_writer) {
  std::vector<scheduled_test> tests(5, lasting(1));
  for (scheduled_test& each : tests) {
    each.shared = {"orders"};
  }
  EXPECT_DOUBLE_EQ(time_of(tests, 8), 1);
  tests[0].shared.clear();
  tests[0].exclusive = {"orders"};
  EXPECT_DOUBLE_EQ(time_of(tests, 8), 2);
}

TEST(forecast, a_test_that_also_writes_does_not_wait_for_itself) {
  scheduled_test both = lasting(1);
  both.exclusive = {"orders"};
  both.shared = {"orders"};
  EXPECT_DOUBLE_EQ(time_of({both}, 2), 1);
}

TEST(forecast, a_test_that_runs_alone_waits_for_all_others) {
  std::vector<scheduled_test> tests(3, lasting(1));
  tests[0].is_alone = true;
  EXPECT_DOUBLE_EQ(time_of(tests, 8), 2);
}

TEST(forecast, a_test_waits_for_those_that_it_follows) {
  std::vector<scheduled_test> tests{lasting(1), lasting(5), lasting(2)};
  tests[1].after = {0};
  tests[2].after = {1};
  EXPECT_DOUBLE_EQ(time_of(tests, 8), 8);
}

TEST(forecast, tests_that_wait_for_each_other_run_at_the_end) {
  std::vector<scheduled_test> tests{lasting(1), lasting(2), lasting(3)};
  tests[0].after = {1};
  tests[1].after = {0};
  EXPECT_DOUBLE_EQ(time_of(tests, 8), 6);
}

TEST(forecast, the_bottleneck_is_what_no_job_makes_faster) {
  std::vector<scheduled_test> tests{lasting(2), lasting(2), lasting(3)};
  EXPECT_EQ(bottleneck_of(tests).cause, "the longest test");
  tests[0].exclusive = {"orders"};
  tests[1].exclusive = {"orders"};
  EXPECT_EQ(bottleneck_of(tests).cause, "the lock 'orders'");
  EXPECT_DOUBLE_EQ(bottleneck_of(tests).seconds, 4);
  tests[1].is_alone = true;
  tests[2].is_alone = true;
  EXPECT_EQ(bottleneck_of(tests).cause, "the tests that run alone");
}

}  // namespace
}  // namespace parallel_testing::tools
