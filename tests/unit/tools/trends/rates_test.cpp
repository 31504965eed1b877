// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "trends/rates.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <vector>

namespace parallel_testing::tools {
namespace {

std::vector<past_end> ends_of(const std::string& letters) {
  std::vector<past_end> result;
  for (const char each : letters) {
    result.push_back(static_cast<past_end>(each));
  }
  return result;
}

// Figures of Newcombe (1998), Statistics in Medicine 17, table I.
TEST(rates, C99_the_interval_is_the_published_one) {
  const auto expect = [](std::size_t hits, std::size_t all, double low,
                         double high) {
    const rate_interval found = wilson_interval(hits, all);
    EXPECT_NEAR(found.low, low, 0.00005) << hits << " of " << all;
    EXPECT_NEAR(found.high, high, 0.00005) << hits << " of " << all;
  };
  expect(81, 263, 0.2553, 0.3662);
  expect(15, 148, 0.0624, 0.1605);
  expect(0, 20, 0.0, 0.1611);
  expect(1, 29, 0.0061, 0.1718);
}

TEST(rates, C99_no_run_says_nothing_and_limits_stay_in_range) {
  EXPECT_EQ(wilson_interval(0, 0).low, 0);
  EXPECT_EQ(wilson_interval(0, 0).high, 1);
  EXPECT_EQ(wilson_interval(20, 20).high, 1);
  EXPECT_EQ(wilson_interval(0, 5).low, 0);
}

TEST(rates, C99_flaky_passes_count_and_skips_do_not) {
  const failure_rate rate = rate_of(ends_of("ppfyspppps"));
  EXPECT_EQ(rate.failures, 1U);
  EXPECT_EQ(rate.flaky, 1U);
  EXPECT_EQ(rate.all, 8U);
  EXPECT_DOUBLE_EQ(rate.rate(), 0.25);
  EXPECT_EQ(rate.change, trend::unknown);
  EXPECT_EQ(rate_of({}).rate(), 0);
}

TEST(rates, C99_a_trend_is_more_than_chance) {
  const std::string good(25, 'p');
  EXPECT_EQ(rate_of(ends_of(good + good)).change, trend::steady);
  EXPECT_EQ(rate_of(ends_of(good + good.substr(1) + "f")).change,
            trend::steady);
  const std::string bad = good.substr(8) + "fyffyfff";
  EXPECT_EQ(rate_of(ends_of(good + bad)).change, trend::rising);
  EXPECT_EQ(rate_of(ends_of(bad + good)).change, trend::falling);
  EXPECT_EQ(rate_of(ends_of(bad + bad)).change, trend::steady);
}

}  // namespace
}  // namespace parallel_testing::tools
