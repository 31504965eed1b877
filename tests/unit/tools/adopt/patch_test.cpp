// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "adopt/patch.hpp"

#include <gtest/gtest.h>

namespace parallel_testing::tools {
namespace {

std::string numbered(int first, int last) {
  std::string text;
  for (int line = first; line <= last; ++line) {
    text += std::to_string(line) + "\n";
  }
  return text;
}

TEST(patch_test, edits_may_have_any_order) {
  EXPECT_EQ(edited("0123456789", {{8, 9, "x"}, {2, 4, ""}, {0, 0, "<"}}),
            "<014567x9");
}

TEST(patch_test, a_hunk_has_three_lines_around_the_changed_ones) {
  const std::string before = numbered(1, 9);
  const std::string after = numbered(1, 4) + "five\n" + numbered(6, 9);
  EXPECT_EQ(patch_of({{"a/b.txt", before, after}}),
            "--- a/a/b.txt\n+++ b/a/b.txt\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n"
            "+five\n 6\n 7\n 8\n");
}

TEST(patch_test, changes_near_each_other_are_one_hunk_and_others_two) {
  const std::string before = numbered(1, 20);
  const std::string near_ones = "0\n" + numbered(1, 6) + numbered(8, 20);
  EXPECT_EQ(patch_of({{"f", before, near_ones}}),
            "--- a/f\n+++ b/f\n@@ -1,10 +1,10 @@\n+0\n 1\n 2\n 3\n 4\n 5\n 6\n"
            "-7\n 8\n 9\n 10\n");
  const std::string far_ones = "0\n" + numbered(1, 19);
  EXPECT_EQ(patch_of({{"f", before, far_ones}}),
            "--- a/f\n+++ b/f\n@@ -1,3 +1,4 @@\n+0\n 1\n 2\n 3\n"
            "@@ -17,4 +18,3 @@\n 17\n 18\n 19\n-20\n");
}

TEST(patch_test, a_new_file_comes_from_nothing) {
  EXPECT_EQ(patch_of({{"new.cmake", "", "a\nb\n", true}}),
            "--- /dev/null\n+++ b/new.cmake\n@@ -0,0 +1,2 @@\n+a\n+b\n");
}

TEST(patch_test, the_last_line_may_lack_its_end) {
  EXPECT_EQ(patch_of({{"f", "a\nb", "a\nb\nc\n"}}),
            "--- a/f\n+++ b/f\n@@ -1,2 +1,3 @@\n a\n-b\n"
            "\\ No newline at end of file\n+b\n+c\n");
}

TEST(patch_test, files_that_are_the_same_are_left_out) {
  EXPECT_EQ(patch_of({{"f", "a\n", "a\n"}}), "");
}

TEST(patch_test, only_lines_that_differ_count) {
  EXPECT_EQ(changed_lines(patch_of({{"f", "a\nb\n", "a\nc\nd\n"}})), 3U);
}

}  // namespace
}  // namespace parallel_testing::tools
