// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/watch/time_limits.hpp"

#include <gtest/gtest.h>

namespace parallel_testing::run_command {
namespace {

constexpr std::int64_t one_second = 1'000'000'000;

tools::listed_test test_with_timeout(const std::string& seconds) {
  tools::listed_test test;
  if (!seconds.empty()) {
    test.properties["TIMEOUT"] = {seconds};
  }
  return test;
}

TEST(time_limits_of_tests, are_their_property_or_the_option_of_ctest) {
  EXPECT_EQ(limit_ns(test_with_timeout("2"), "9"), 2 * one_second);
  EXPECT_EQ(limit_ns(test_with_timeout(""), "9"), 9 * one_second);
  EXPECT_EQ(limit_ns(test_with_timeout(""), ""), std::nullopt);
}

TEST(time_limits_of_tests, leave_time_to_read_stacks) {
  EXPECT_EQ(lead_ns(100 * one_second), one_second);
  EXPECT_EQ(lead_ns(5 * one_second), one_second / 2);
  EXPECT_EQ(lead_ns(one_second), one_second * 3 / 10);
  EXPECT_EQ(lead_ns(one_second / 5), one_second / 10);
}

}  // namespace
}  // namespace parallel_testing::run_command
