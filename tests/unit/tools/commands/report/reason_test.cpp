// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/report/reason.hpp"

#include <gtest/gtest.h>

#include <string>

namespace parallel_testing::report_command {
namespace {

tools::attempt ended(tools::verdict how, const std::string& message) {
  tools::attempt attempt;
  attempt.outcome = how;
  attempt.message = message;
  return attempt;
}

tools::test_result test_of(std::vector<tools::attempt> attempts) {
  tools::test_result test;
  test.attempts = std::move(attempts);
  return test;
}

std::string reason_of_message(const std::string& message) {
  return reason_of(test_of({ended(tools::verdict::fail, message)}));
}

TEST(reason, is_the_message_in_one_line) {
  EXPECT_EQ(reason_of_message("Expected equality:\n  total\n    Which is: 3\n"),
            "Expected equality: total Which is: 3");
  EXPECT_EQ(reason_of_message("\n\n \tno\r\n\r\nway"), "no way");
  EXPECT_EQ(reason_of_message(""), "");
}

TEST(reason, leaves_out_the_place_in_the_file_of_the_test) {
  tools::test_result test =
      test_of({ended(tools::verdict::fail, "/a/t.cpp:30: no")});
  test.file = "/a/t.cpp";
  EXPECT_EQ(reason_of(test), "no");
  for (const char* each :
       {"/a/other.cpp:30: no", "/a/t.cpp: no", "/a/t.cpp:"}) {
    test.attempts[0].message = each;
    EXPECT_EQ(reason_of(test), each);
  }
}

TEST(reason, of_a_skip_is_why_it_was_skipped) {
  EXPECT_EQ(reason_of(test_of({ended(tools::verdict::skip, "no server")})),
            "no server");
}

TEST(reason, of_a_flaky_test_is_that_of_its_failure) {
  EXPECT_EQ(reason_of(test_of({ended(tools::verdict::fail, "the moon was full"),
                               ended(tools::verdict::pass, "")})),
            "the moon was full");
}

TEST(reason, of_a_passed_test_is_what_it_left_behind) {
  tools::test_result test = test_of({ended(tools::verdict::pass, "")});
  EXPECT_EQ(reason_of(test), "");
  test.left_behind = {"sleep"};
  EXPECT_NE(reason_of(test).find("sleep"), std::string::npos);
}

TEST(reason, has_no_colours_and_no_bytes_that_are_no_text) {
  EXPECT_EQ(reason_of_message("\x1b[31mred\x1b[0m \xff\x01"),
            "red \xef\xbf\xbd\xef\xbf\xbd");
}

TEST(reason, that_is_long_is_cut_between_two_characters) {
  std::string message;
  while (message.size() < 1'000'000) message += "€";
  const std::string reason = reason_of_message(message);
  EXPECT_EQ(reason.size() % 3, 0U);
  EXPECT_LT(reason.size(), 400U);
  EXPECT_EQ(reason.substr(reason.size() - 6), "€…");
}

}  // namespace
}  // namespace parallel_testing::report_command
