// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Lines as CTest 3.25, 3.31 and 4.3 print them; they do not differ.
#include "ctest/ctest_line.hpp"

#include <gtest/gtest.h>

#include <string>

namespace parallel_testing::tools {
namespace {

std::string result_of(const std::string& line, const std::string& name) {
  const auto parsed = parse_result(line);
  if (!parsed) return "no result";
  const auto read = read_result(*parsed, name);
  if (!read) return "not of this test";
  return std::string(to_text(read->outcome)) + "|" + read->message + "|" +
         std::to_string(read->duration_ns / 1'000'000) + "|" +
         std::to_string(parsed->done) + "/" + std::to_string(parsed->total) +
         "#" + std::to_string(parsed->number);
}

TEST(ctest_line, start_of_a_test_is_read) {
  const auto started = parse_start("      Start  3: odd name ..");
  ASSERT_TRUE(started);
  EXPECT_EQ(started->number, 3);
  EXPECT_EQ(started->name, "odd name ..");
  EXPECT_FALSE(parse_start("Start  3: x"));
  EXPECT_FALSE(parse_start("      Start x: x"));
  EXPECT_FALSE(parse_start("      Started 3: x"));
}

TEST(ctest_line, each_kind_of_end_is_read) {
  EXPECT_EQ(result_of(" 3/15 Test  #1: pass .............   Passed    0.04 sec",
                      "pass"),
            "pass||40|3/15#1");
  EXPECT_EQ(result_of("4/15 Test  #2: fail ...........***Failed    0.04 sec ",
                      "fail"),
            "fail|Failed|40|4/15#2");
  EXPECT_EQ(
      result_of(" 5/15 Test  #3: skip .........***Skipped   0.03 sec", "skip"),
      "skip|Skipped|30|5/15#3");
  EXPECT_EQ(
      result_of(" 6/15 Test  #4: crash .....***Exception: SegFault  0.02 sec",
                "crash"),
      "crash|SegFault, SIGSEGV|20|6/15#4");
  EXPECT_EQ(result_of(" 7/15 Test  #5: abrt .....Subprocess "
                      "aborted***Exception:   0.03 sec",
                      "abrt"),
            "crash|Subprocess aborted, SIGABRT|30|7/15#5");
  EXPECT_EQ(
      result_of("15/15 Test  #7: slow ......***Timeout   0.29 sec", "slow"),
      "timeout|Timeout|290|15/15#7");
  EXPECT_EQ(
      result_of(" 8/15 Test  #9: gone ......***Not Run   0.00 sec", "gone"),
      "not_run|Not Run|0|8/15#9");
  EXPECT_EQ(
      result_of(" 9/15 Test #10: off ....***Not Run (Disabled)   0.00 sec",
                "off"),
      "skip|Disabled|0|9/15#10");
  EXPECT_EQ(
      result_of("13/15 Test #14: regex ....***Failed  Error regular expression "
                "found in output. Regex=[bad]  0.04 sec",
                "regex"),
      "fail|Error regular expression found in output. Regex=[bad]|40|13/15#14");
}

TEST(ctest_line, a_further_attempt_has_no_count) {
  EXPECT_EQ(result_of("    Test #2: fail .......***Failed    0.01 sec", "fail"),
            "fail|Failed|10|0/0#2");
}

TEST(ctest_line, names_may_look_like_anything) {
  EXPECT_EQ(result_of("1/1 Test #8: odd name .. ......   Passed    0.01 sec",
                      "odd name .."),
            "pass||10|1/1#8");
  EXPECT_EQ(result_of("1/1 Test #8: a ***Failed  0.01 sec ....   Passed    "
                      "0.02 sec",
                      "a ***Failed  0.01 sec"),
            "pass||20|1/1#8");
}

TEST(ctest_line, lines_of_tests_are_none) {
  EXPECT_EQ(result_of("Test #x: a", "a"), "no result");
  EXPECT_EQ(result_of("1 Test #1: a", "a"), "no result");
  EXPECT_EQ(result_of("1/2 Tests #1: a", "a"), "no result");
  EXPECT_EQ(result_of("1/2 Test #1: a ...   Passed", "a"), "not of this test");
  EXPECT_EQ(result_of("1/2 Test #1: ab ..   Passed  1 sec", "a"),
            "not of this test");
  EXPECT_EQ(result_of("99999999999999/2 Test #1: a", "a"), "no result");
}

}  // namespace
}  // namespace parallel_testing::tools
