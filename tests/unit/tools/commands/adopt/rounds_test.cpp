// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/adopt/rounds.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing::adopt_command {
namespace {

using suggest_command::proof_round;
using ::testing::ElementsAre;
using ::testing::Pair;
using tools::verdict;

TEST(rounds_test, a_test_failed_in_each_round_in_which_it_did_not_pass) {
  const proof_round serial{
      2.0, {{"a", verdict::pass}, {"b", verdict::fail}, {"c", verdict::skip}}};
  const proof_round first{
      1.0, {{"a", verdict::crash}, {"b", verdict::fail}, {"c", verdict::skip}}};
  const proof_round second{0.5, {{"a", verdict::pass}, {"b", verdict::fail}}};
  const tools::measured_suite suite = measured(serial, {first, second});
  EXPECT_EQ(suite.tests, 3U);
  EXPECT_EQ(suite.serial_s, 2.0);
  EXPECT_THAT(suite.parallel_s, ElementsAre(1.0, 0.5));
  EXPECT_THAT(suite.failed_serially, ElementsAre("b"));
  EXPECT_THAT(suite.failed_in_parallel,
              ElementsAre(Pair("a", 1), Pair("b", 2), Pair("c", 1)));
}

TEST(rounds_test, a_test_that_hangs_in_parallel_is_stopped) {
  EXPECT_EQ(seconds_for_a_test({2.0, {}}), 60);
  EXPECT_EQ(seconds_for_a_test({100.0, {}}), 200);
  EXPECT_EQ(seconds_for_a_test({5000.0, {}}), 1500);
}

}  // namespace
}  // namespace parallel_testing::adopt_command
