// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "verdicts/registered_test.hpp"

#include <gtest/gtest.h>

namespace parallel_testing {
namespace {

TEST(registered_test, is_read_from_its_text) {
  const auto test = parse_registered_test("0123:rws:good.A.B:c");
  ASSERT_TRUE(test);
  EXPECT_EQ(test->token, "0123");
  EXPECT_EQ(test->name, "good.A.B:c");
  EXPECT_TRUE(test->is_reinterpreted);
  EXPECT_TRUE(test->will_fail);
  EXPECT_TRUE(test->skip_is_failure);
  EXPECT_FALSE(test->is_command);
}

TEST(registered_test, may_be_a_command_of_the_project) {
  EXPECT_TRUE(parse_registered_test("0123:c:smoke")->is_command);
}

TEST(registered_test, without_flags_has_none) {
  const auto test = parse_registered_test("0123::A.B");
  ASSERT_TRUE(test);
  EXPECT_FALSE(test->is_reinterpreted || test->will_fail ||
               test->skip_is_failure);
}

TEST(registered_test, C83_may_have_any_character_in_its_name) {
  const auto test = parse_registered_test("0::%5Ba%3Bb%5D%5C%0A%25zz%");
  ASSERT_TRUE(test);
  EXPECT_EQ(test->name, "[a;b]\\\n%zz%");
}

TEST(registered_test, is_nothing_in_another_text) {
  for (const char* const text : {"", "abc", "abc:", ":r:name"}) {
    EXPECT_FALSE(parse_registered_test(text)) << text;
  }
}

TEST(registered_test, C78_its_skip_line_has_reason_and_token) {
  const auto test = parse_registered_test("0123::A.B");
  EXPECT_EQ(skip_line(*test, "no GPU"),
            "'A.B' was skipped: no GPU (skip 0123)");
  EXPECT_EQ(skip_line(*test, ""), "'A.B' was skipped (skip 0123)");
}

}  // namespace
}  // namespace parallel_testing
