// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "ranks/rank_process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace parallel_testing::launcher {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(rank_process, C111_has_a_report_of_its_own) {
  const std::vector<std::string> command = {"t",
                                            "--gtest_output=xml:/d/@rank@"};
  EXPECT_THAT(command_of_rank(command, 0),
              ElementsAre("t", "--gtest_output=xml:/d/0"));
  EXPECT_THAT(command_of_rank(command, 12),
              ElementsAre("t", "--gtest_output=xml:/d/12"));
}

TEST(rank_process, C111_other_than_0_leaves_the_report_of_the_user_alone) {
  const std::vector<std::string> google = {"t", "--gtest_output=xml:r", "-x"};
  EXPECT_THAT(command_of_rank(google, 0),
              ElementsAre("t", "--gtest_output=xml:r", "-x"));
  EXPECT_THAT(command_of_rank(google, 1), ElementsAre("t", "-x"));
  EXPECT_THAT(command_of_rank({"t", "--out", "r.xml", "-x"}, 1),
              ElementsAre("t", "--out", "/dev/null", "-x"));
}

TEST(rank_process, C111_has_its_part_of_the_cores) {
  const std::string four = "{0,4},{1,5},{2,6},{3,7}";
  EXPECT_THAT(places_of_rank(four, 0, 2), ElementsAre("0,4", "1,5"));
  EXPECT_THAT(places_of_rank(four, 1, 2), ElementsAre("2,6", "3,7"));
  EXPECT_THAT(places_of_rank(four, 3, 1), ElementsAre("3,7"));
}

TEST(rank_process, C111_shares_cores_where_there_are_too_few) {
  EXPECT_THAT(places_of_rank("{0},{1}", 2, 1), ElementsAre("0"));
  EXPECT_THAT(places_of_rank("{0},{1}", 1, 4), ElementsAre("0", "1"));
  EXPECT_THAT(places_of_rank("", 1, 4), IsEmpty());
}

}  // namespace
}  // namespace parallel_testing::launcher
