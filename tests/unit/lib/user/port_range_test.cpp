// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "user/port_range.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr port_interval usual{20000, 32767};

TEST(usable_ports, are_those_wanted_below_the_usual_ephemeral_ones) {
  EXPECT_EQ(usable_ports(usual, "32768\t60999\n"), usual);
}

TEST(usable_ports, avoid_ephemeral_ones_that_reach_into_the_range) {
  EXPECT_THAT(usable_ports(usual, "30000 60999"), Pair(20000, 29999));
  EXPECT_THAT(usable_ports(usual, "15000 25000"), Pair(25001, 32767));
}

TEST(usable_ports, are_the_larger_piece_around_ephemeral_ones) {
  EXPECT_THAT(usable_ports(usual, "22000 23000"), Pair(23001, 32767));
  EXPECT_THAT(usable_ports(usual, "31000 32000"), Pair(20000, 30999));
}

TEST(usable_ports, are_elsewhere_when_all_wanted_ones_are_ephemeral) {
  EXPECT_THAT(usable_ports(usual, "15000\t61000\n"), Pair(10000, 14999));
  EXPECT_THAT(usable_ports(usual, "10001 50000"), Pair(50001, 65535));
}

TEST(usable_ports, are_the_wanted_ones_when_everything_is_ephemeral) {
  EXPECT_EQ(usable_ports(usual, "1024 65535"), usual);
  EXPECT_EQ(usable_ports(usual, "0 65535"), usual);
}

TEST(usable_ports, are_the_wanted_ones_when_the_system_says_nothing_sensible) {
  for (const char* text :
       {"", "\n", "32768", "a b", "1 b", "-1 5", "1\t\n", "70000 80000", " "}) {
    EXPECT_EQ(usable_ports(usual, text), usual) << "'" << text << "'";
  }
}

TEST(usable_ports, may_be_a_single_one) {
  EXPECT_THAT(usable_ports({30000, 30000}, "32768 60999"), Pair(30000, 30000));
}

TEST(reserved_by_system, reads_ports_and_ranges) {
  EXPECT_THAT(reserved_by_system("8080,9148-9150\n"),
              ElementsAre(8080, 9148, 9149, 9150));
  EXPECT_THAT(reserved_by_system("\n"), IsEmpty());
  EXPECT_THAT(reserved_by_system(""), IsEmpty());
}

TEST(reserved_by_system, passes_over_what_it_does_not_understand) {
  EXPECT_THAT(reserved_by_system("x,5-,7,9-8,70000,12\n"),
              testing::IsSupersetOf({7, 12}));
  EXPECT_EQ(reserved_by_system("1-65535\n").size(), 65535U);
}

}  // namespace
}  // namespace parallel_testing
