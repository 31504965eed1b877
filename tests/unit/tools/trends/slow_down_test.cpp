// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "trends/slow_down.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

#include "noise.hpp"

namespace parallel_testing::tools {
namespace {

std::vector<std::int64_t> times_in_steps(
    const std::vector<std::pair<std::size_t, std::int64_t>>& parts) {
  std::vector<std::int64_t> times;
  for (const auto& [count, us] : parts) {
    times.insert(times.end(), count, us);
  }
  return times;
}

TEST(slow_down, is_found_with_its_size) {
  const auto found =
      find_slow_down(times_in_steps({{30, 100'000}, {7, 230'000}}));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->before_us, 100'000);
  EXPECT_EQ(found->now_us, 230'000);
  EXPECT_DOUBLE_EQ(found->factor(), 2.3);
}

TEST(slow_down, is_nothing_less_than_about_twice_the_time) {
  EXPECT_FALSE(find_slow_down(times_in_steps({{30, 100'000}, {7, 179'000}})));
  EXPECT_TRUE(find_slow_down(times_in_steps({{30, 100'000}, {7, 180'000}})));
}

TEST(slow_down, of_a_few_milliseconds_is_no_news) {
  EXPECT_FALSE(find_slow_down(times_in_steps({{30, 5'000}, {7, 24'000}})));
  EXPECT_TRUE(find_slow_down(times_in_steps({{30, 5'000}, {7, 25'000}})));
}

TEST(slow_down, is_not_guessed_from_few_runs) {
  EXPECT_FALSE(find_slow_down({}));
  EXPECT_FALSE(find_slow_down(times_in_steps({{19, 100'000}, {7, 900'000}})));
  EXPECT_TRUE(find_slow_down(times_in_steps({{20, 100'000}, {7, 900'000}})));
}

TEST(slow_down, of_single_runs_is_no_change) {
  EXPECT_FALSE(find_slow_down(
      times_in_steps({{30, 100'000}, {6, 900'000}, {1, 100'000}})));
}

TEST(slow_down, is_not_what_happened_before) {
  EXPECT_FALSE(find_slow_down(times_in_steps(
      {{10, 100'000}, {5, 300'000}, {28, 100'000}, {7, 250'000}})));
}

TEST(slow_down, is_compared_with_the_noise_of_the_case) {
  std::vector<std::int64_t> noisy;
  for (int at = 0; at < 13; ++at) {
    noisy.insert(noisy.end(), {60'000, 100'000, 170'000});
  }
  const auto followed_by = [&](std::int64_t time) {
    std::vector<std::int64_t> times = noisy;
    times.insert(times.end(), 7, time);
    return times;
  };
  EXPECT_FALSE(find_slow_down(followed_by(300'000)));
  EXPECT_TRUE(find_slow_down(followed_by(900'000)));
  // Without noise, the smaller change counts.
  EXPECT_TRUE(find_slow_down(times_in_steps({{39, 100'000}, {7, 300'000}})));
}

TEST(slow_down, does_not_become_normal_within_some_runs) {
  EXPECT_TRUE(find_slow_down(times_in_steps({{30, 100'000}, {20, 200'000}})));
}

// tests/benchmark/README.md has the rates for each kind of noise.
TEST(slow_down, C99_has_few_false_alarms_over_a_hundred_noisy_runs) {
  constexpr std::size_t tests = 100;
  std::size_t reported = 0;
  for (const noise& each : noises) {
    const std::size_t of_this = reported_tests(each, tests, 100);
    EXPECT_LE(of_this, tests / 50) << each.name;
    reported += of_this;
  }
  EXPECT_LT(reported, tests * std::size(noises) / 100);
}

TEST(slow_down, C99_of_a_test_that_takes_twice_as_long_is_found_soon) {
  constexpr std::size_t tests = 100;
  constexpr std::size_t most_runs = 15;
  for (const noise& each : {noises[0], noises[1], noises[9]}) {
    EXPECT_GT(reported_tests(each, tests, most_runs, 2.0), tests * 8 / 10)
        << each.name;
  }
}

}  // namespace
}  // namespace parallel_testing::tools
