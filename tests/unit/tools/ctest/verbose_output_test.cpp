// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Lines as CTest 3.25, 3.31 and 4.3 print them; they do not differ.
#include "ctest/verbose_output.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace parallel_testing::tools {
namespace {

TEST(verbose_output, C99_lines_of_a_test_begin_with_its_number) {
  const auto line = parse_output("12: text: more");
  ASSERT_TRUE(line);
  EXPECT_EQ(line->number, 12);
  EXPECT_EQ(line->text, "text: more");
  const auto empty = parse_output("1: ");
  ASSERT_TRUE(empty);
  EXPECT_EQ(empty->text, "");
  for (const char* other : {"text: 12", "1a: x", "-1: x", "0: x", "12:x", "12",
                            "99999999999: x", " 1: x", "1 : x", ""}) {
    EXPECT_FALSE(parse_output(other)) << other;
  }
}

TEST(verbose_output, remarks_are_told_from_lines_of_every_run) {
  for (const char* remark :
       {"UpdateCTestConfiguration  from :/b/DartConfiguration.tcl",
        "Parse Config file:/b/DartConfiguration.tcl",
        " Add coverage exclude regular expressions.", "Run command: echo",
        "Constructing a list of tests", "Ignore test: a",
        "Done constructing a list of tests", "Updating test list for fixtures",
        "Added 0 tests to meet fixture requirements",
        "Checking test dependency graph...",
        "Checking test dependency graph end", "test 31"}) {
    EXPECT_TRUE(is_verbose_remark(remark)) << remark;
  }
  for (const char* other :
       {"Test project /b", "No tests were found!!!", "test", "test ", "test 3a",
        "Added tests", "CMake Error at CTestTestfile.cmake:1 (add_test):",
        "***** WAITING, System Load: 6, Max Allowed Load: 4*****", ""}) {
    EXPECT_FALSE(is_verbose_remark(other)) << other;
  }
}

TEST(test_preamble, is_over_at_the_first_line_of_the_test) {
  test_preamble of(3);
  EXPECT_TRUE(of.takes(""));
  EXPECT_TRUE(of.takes("3: Test command: /bin/sh \"-c\" \"two"));
  EXPECT_TRUE(of.takes("    Start 4: other"));
  EXPECT_TRUE(of.takes("3: lines\""));
  EXPECT_TRUE(of.takes("3: Working Directory: /tmp"));
  EXPECT_TRUE(of.takes("3: Environment variables: "));
  EXPECT_TRUE(of.takes("3:  A=one"));
  EXPECT_TRUE(of.takes("1/2 Test #4: other ...   Passed    0.01 sec"));
  EXPECT_TRUE(of.takes("1/2 Test #3: own ...   Passed    0.01 sec"));
  EXPECT_TRUE(of.takes("3: Environment variable modifications: "));
  EXPECT_TRUE(of.takes("3:  FOO=set:a b"));
  EXPECT_FALSE(of.is_over());
  EXPECT_TRUE(of.takes("3: Test timeout computed to be: 0"));
  EXPECT_TRUE(of.is_over());
  EXPECT_FALSE(of.takes("3: Test command: x"));
  EXPECT_FALSE(of.takes(""));
}

TEST(test_preamble, may_lack_all_but_the_command) {
  test_preamble of(3);
  EXPECT_TRUE(of.takes(""));
  EXPECT_TRUE(of.takes("3: Test command: /bin/true"));
  EXPECT_TRUE(of.takes("3: Working Directory: /tmp"));
  EXPECT_FALSE(of.takes("3: a line of the test"));
  EXPECT_TRUE(of.is_over());
}

TEST(test_preamble, has_no_reason_why_a_test_does_not_run) {
  test_preamble at_once(3);
  EXPECT_FALSE(at_once.takes("Failed test dependencies: setup"));
  EXPECT_FALSE(at_once.takes("1/2 Test #3: a ...***Not Run   0.00 sec"));
  test_preamble late(3);
  EXPECT_FALSE(late.takes("Could not find executable /no/such"));
  EXPECT_TRUE(late.takes(""));
  EXPECT_TRUE(late.takes("3: Test command:  \"-c\""));
  EXPECT_TRUE(late.takes("3: Working Directory: /tmp"));
  EXPECT_FALSE(late.takes("Unable to find executable: /no/such"));
  EXPECT_TRUE(late.takes("3: Environment variables: "));
  EXPECT_TRUE(late.takes("3:  A=one"));
  EXPECT_FALSE(late.takes("Unable to find required file: /no"));
  EXPECT_FALSE(late.takes("1/2 Test #3: a ...***Not Run   0.00 sec"));
}

}  // namespace
}  // namespace parallel_testing::tools
