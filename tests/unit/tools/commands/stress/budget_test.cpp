// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/stress/budget.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing::stress_command {
namespace {

using testing::ElementsAre;

constexpr std::int64_t s = 1'000'000'000;

expected_times suite() {
  expected_times given;
  given.of = {100, 100, 60 * s, 5 * s};
  given.workers = {1, 8, 4};
  given.processors = 4;
  given.limit_ns = 300 * s;
  return given;
}

TEST(expected_time, is_that_of_the_longest_test_or_of_all_shared_out) {
  EXPECT_EQ(expected_ns({10, 10, 60 * s, 5 * s}, 1, 4), 60 * s);
  EXPECT_EQ(expected_ns({10, 10, 60 * s, 5 * s}, 8, 4), 15 * s);
  EXPECT_EQ(expected_ns({10, 10, 60 * s, 40 * s}, 8, 4), 40 * s);
}

TEST(estimate, names_tests_times_and_the_limit) {
  EXPECT_EQ(estimate_text(suite()),
            "100 tests; about 60 s one by one, 90 s for 3 runs; the search for "
            "causes ends after 5 min in all (--time-limit)");
}

TEST(estimate, warns_when_the_limit_is_too_short_for_the_runs) {
  expected_times given = suite();
  given.limit_ns = 50 * s;
  EXPECT_EQ(estimate_text(given),
            "100 tests; about 60 s one by one, 90 s for 3 runs; it stops after "
            "50 s and prints what it knows; a longer --time-limit allows more "
            "runs");
}

TEST(estimate, counts_tests_without_a_time_like_the_others) {
  expected_times given = suite();
  given.of.known = 50;
  given.limit_ns = 0;
  EXPECT_EQ(estimate_text(given),
            "100 tests; about 2 min one by one, 3 min for 3 runs; the search "
            "for causes has no time limit");
}

TEST(estimate, is_not_made_up_without_times) {
  expected_times given = suite();
  given.of = {1, 0, 0, 0};
  EXPECT_EQ(estimate_text(given),
            "1 test whose times are not known yet; the search for causes ends "
            "after 5 min in all (--time-limit)");
}

TEST(runs, leave_half_of_the_time_for_causes_once_something_is_unsteady) {
  EXPECT_TRUE(has_time_for_run(200 * s, 300 * s, false));
  EXPECT_FALSE(has_time_for_run(200 * s, 300 * s, true));
  EXPECT_TRUE(has_time_for_run(100 * s, 300 * s, true));
  EXPECT_FALSE(has_time_for_run(300 * s, 300 * s, false));
  EXPECT_TRUE(has_time_for_run(9000 * s, 0, true));
}

TEST(numbers_of_workers, are_tried_once_each) {
  EXPECT_THAT(without_repetitions({"1", "8", "auto", "4", "2", "8"}, 4),
              ElementsAre("1", "8", "auto", "2"));
}

}  // namespace
}  // namespace parallel_testing::stress_command
