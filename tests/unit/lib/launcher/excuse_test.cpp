// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "excuse.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace parallel_testing::launcher {
namespace {

const quarantine held{"2027-03-01", "storage team", "issue 7"};

registered_test registered_as(const char* text) {
  return parse_registered_test(text).value();
}

ending ended_with(int status, ending::reason why = ending::reason::by_itself) {
  ending end;
  end.status = status;
  end.why = why;
  return end;
}

constexpr int exit_1 = 1 << 8;

TEST(excuse, C99_a_failure_has_owner_date_and_reason_and_the_token_of_a_skip) {
  const registered_test test = registered_as("0123::A.B");
  EXPECT_EQ(quarantine_line(test, {verdict::fail, "x.cpp:3: no file"}, held,
                            "2027-03-01"),
            "'A.B' failed (x.cpp:3: no file) in quarantine until 2027-03-01, "
            "owner storage team: issue 7 (skip 0123)");
  EXPECT_EQ(quarantine_line(test, {verdict::timeout}, held, "2027-03-01"),
            "'A.B' exceeded its time limit in quarantine until 2027-03-01, "
            "owner storage team: issue 7 (skip 0123)");
}

TEST(excuse, C100_after_the_date_there_is_no_token) {
  EXPECT_EQ(quarantine_line(registered_as("0123::A.B"), {verdict::crash}, held,
                            "2027-03-02"),
            "'A.B' crashed, and its quarantine is over: until 2027-03-01, "
            "owner storage team: issue 7");
}

TEST(excuse, C99_is_for_what_ctest_counts_as_a_failure) {
  const std::optional<registered_test> plain = registered_as("0::A");
  EXPECT_TRUE(fails(ended_with(exit_1), {verdict::fail}, plain));
  EXPECT_TRUE(fails(ended_with(11), {verdict::crash}, plain));
  EXPECT_TRUE(fails(ended_with(15, ending::reason::timed_out),
                    {verdict::timeout}, plain));
  EXPECT_FALSE(fails(ended_with(0), {verdict::pass}, plain));
  EXPECT_FALSE(fails(ended_with(0), {verdict::skip}, plain));
  EXPECT_FALSE(fails(ended_with(15, ending::reason::interrupted),
                     {verdict::crash}, plain))
      << "the user ended it";
}

TEST(excuse, C99_knows_tests_that_shall_fail_and_skips_that_must_not_be) {
  const std::optional<registered_test> inverted = registered_as("0:w:A");
  EXPECT_FALSE(fails(ended_with(exit_1), {verdict::fail}, inverted));
  EXPECT_TRUE(fails(ended_with(0), {verdict::pass}, inverted));
  EXPECT_TRUE(fails(ended_with(11), {verdict::crash}, inverted));
  EXPECT_TRUE(fails(ended_with(0), {verdict::fail, "", failure_site::program},
                    inverted));
  const std::optional<registered_test> strict = registered_as("0:s:A");
  EXPECT_TRUE(fails(ended_with(0), {verdict::skip}, strict));
}

}  // namespace
}  // namespace parallel_testing::launcher
