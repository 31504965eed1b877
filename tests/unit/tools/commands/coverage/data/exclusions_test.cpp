// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/data/exclusions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing::coverage_command {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> problems_of(const exclusions& given) {
  std::vector<std::string> texts;
  for (const exclusions::problem& each : given.problems) {
    texts.push_back(std::to_string(each.line) + ": " + each.what);
  }
  return texts;
}

class exclusion_comment : public testing::TestWithParam<std::string> {
 protected:
  /// "%" stands for the prefix.
  static exclusions parse(std::string text) {
    const std::string prefix = GetParam() + "_EXCL_";
    for (std::size_t at = text.find('%'); at != text.npos;
         at = text.find('%')) {
      text.replace(at, 1, prefix);
    }
    return parse_exclusions(text);
  }
};

INSTANTIATE_TEST_SUITE_P(of, exclusion_comment,
                         testing::Values("LCOV", "GCOV", "GCOVR"),
                         [](const auto& given) { return given.param; });

TEST_P(exclusion_comment, takes_out_its_line) {
  const exclusions found = parse("a\nb();  // %LINE\nc /* %LINE why */\r\n");
  EXPECT_THAT(found.lines, ElementsAre(2, 3));
  EXPECT_THAT(found.branches, IsEmpty());
  EXPECT_THAT(found.problems, IsEmpty());
}

TEST_P(exclusion_comment, region_includes_its_start_and_not_its_stop) {
  const exclusions found = parse("a\n// %START\nb\nc\n// %STOP\nd\n");
  EXPECT_THAT(found.lines, ElementsAre(2, 3, 4));
  EXPECT_THAT(problems_of(found), IsEmpty());
}

TEST_P(exclusion_comment, of_branches_leaves_lines) {
  const exclusions found =
      parse("a // %BR_LINE\n// %BR_START\nb\n// %BR_STOP\n// %LINE\n");
  EXPECT_THAT(found.branches, ElementsAre(1, 2, 3));
  EXPECT_THAT(found.lines, ElementsAre(5));
}

TEST_P(exclusion_comment, of_exceptions_changes_nothing) {
  const exclusions found =
      parse("%EXCEPTION_BR_LINE\n%EXCEPTION_BR_START\na\n%EXCEPTION_BR_STOP\n");
  EXPECT_THAT(found.lines, IsEmpty());
  EXPECT_THAT(found.branches, IsEmpty());
  EXPECT_THAT(problems_of(found), IsEmpty());
}

TEST_P(exclusion_comment, that_excludes_nothing_is_a_problem) {
  const std::string prefix = GetParam() + "_EXCL_";
  const exclusions found =
      parse("%STOP\n%LINES\n%FUNCTION\n%START\na\n%START\n%BR_STOP\n");
  EXPECT_THAT(problems_of(found),
              ElementsAre("1: " + prefix + "STOP has no START",
                          "2: " + prefix + "LINES is unknown",
                          "3: " + prefix + "FUNCTION is unknown",
                          "4: " + prefix + "START has no STOP",
                          "6: " + prefix + "START inside the one in line 4",
                          "7: " + prefix + "BR_STOP has no START"));
  EXPECT_THAT(found.lines, IsEmpty());
}

TEST(exclusion, start_and_stop_belong_to_one_family) {
  const exclusions found = parse_exclusions(
      "LCOV_EXCL_START\na\nGCOVR_EXCL_STOP\nb\nLCOV_EXCL_STOP\n");
  EXPECT_THAT(found.lines, ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(problems_of(found),
              ElementsAre("3: GCOVR_EXCL_STOP has no START"));
}

TEST(exclusion, other_words_are_none) {
  const exclusions found =
      parse_exclusions("MY_EXCL_LINE\n_EXCL_\nEXCL_LINE\n");
  EXPECT_THAT(found.lines, IsEmpty());
  EXPECT_THAT(problems_of(found), IsEmpty());
}

TEST(exclusion, takes_lines_and_branches_out_of_a_file_and_counts_them) {
  covered_file file{{1, {1, {1, 0}}}, {2, {0, {0, 0, 1}}}, {4, {3, {}}}};
  exclusions wanted;
  wanted.lines = {1, 3, 4};
  wanted.branches = {1, 2, 3};
  const excluded_counts counts = exclude(file, wanted);
  EXPECT_EQ(counts.lines, 2U);
  EXPECT_EQ(counts.branches, 5U);
  ASSERT_EQ(file.size(), 1U);
  EXPECT_THAT(file.at(2).branches, IsEmpty());
}

}  // namespace
}  // namespace parallel_testing::coverage_command
