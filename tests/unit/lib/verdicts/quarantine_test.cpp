// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "verdicts/quarantine.hpp"

#include <gtest/gtest.h>

namespace parallel_testing {
namespace {

TEST(quarantine, C99_is_read_from_its_text) {
  const auto given =
      parse_quarantine("2027-03-01:team%3A storage:50%25 of files%3B issue 7");
  ASSERT_TRUE(given);
  EXPECT_EQ(given->until, "2027-03-01");
  EXPECT_EQ(given->owner, "team: storage");
  EXPECT_EQ(given->reason, "50% of files; issue 7");
  EXPECT_EQ(text_of(*given),
            "until 2027-03-01, owner team: storage: 50% of files; issue 7");
}

TEST(quarantine, C99_is_nothing_in_another_text) {
  for (const char* const text :
       {"", "2027-03-01", "2027-03-01:me", "soon:me:why", ":me:why"}) {
    EXPECT_FALSE(parse_quarantine(text)) << text;
  }
}

TEST(quarantine, C99_includes_its_last_day) {
  const quarantine given{"2027-03-01", "me", "why"};
  EXPECT_FALSE(is_over(given, "2026-12-31"));
  EXPECT_FALSE(is_over(given, "2027-02-28"));
  EXPECT_FALSE(is_over(given, "2027-03-01"));
  EXPECT_TRUE(is_over(given, "2027-03-02"));
  EXPECT_TRUE(is_over(given, "2028-01-01"));
}

TEST(quarantine, C99_days_are_those_of_utc) {
  EXPECT_EQ(day_in_utc(0), "1970-01-01");
  EXPECT_EQ(day_in_utc(1803859199), "2027-02-28");
  EXPECT_EQ(day_in_utc(1803859200), "2027-03-01");
}

}  // namespace
}  // namespace parallel_testing
