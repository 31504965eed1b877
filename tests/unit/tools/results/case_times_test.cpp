// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "results/case_times.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "tools/ctest/forged_test.hpp"

namespace parallel_testing::tools {
namespace {

/// "t" is 74, "A.B" is 412e42.
const listed_test noted =
    listed("p.A.B", {"/b/launcher", "/b/t", "--gtest_filter=A.B"});

TEST(test_times, finds_what_a_test_noted_by_program_and_selector) {
  test_times times;
  times.add("74_412e42 12\n");
  EXPECT_EQ(times.milliseconds_of(noted), 12);
  EXPECT_EQ(times.milliseconds_of(listed("t", {"/b/t"})), std::nullopt);
}

TEST(test_times, finds_what_ctest_noted_by_name_also_with_blanks) {
  test_times times;
  times.add("smoke 3 0.25\nmy own test 1 2\n");
  EXPECT_EQ(times.milliseconds_of(listed("smoke", {"sh"})), 250);
  EXPECT_EQ(times.milliseconds_of(listed("my own test", {})), 2000);
}

TEST(test_times, what_the_test_noted_counts_before_what_ctest_did) {
  test_times times;
  times.add("74_412e42 12\np.A.B 1 5\n");
  EXPECT_EQ(times.milliseconds_of(noted), 12);
}

TEST(test_times, the_last_line_of_a_test_holds) {
  test_times times;
  times.add("74_412e42 12\n74_412e42 15\n");
  EXPECT_EQ(times.milliseconds_of(noted), 15);
}

TEST(test_times, C74_lines_that_say_nothing_are_left_out) {
  test_times times;
  times.add(
      "74_412e42 -1\n74_412e42 99999999999999999999\n74_412e42 1x\n74_412e42\n"
      "p.A.B 0 0\np.A.B 1 nan\np.A.B 1 inf\np.A.B 1 -3\np.A.B 1 1e300\n"
      "p.A.B x 3\n 1 3\n\n \n---\n<?xml?>\n");
  times.add(std::string("\0\xff 1\n", 5) + std::string(2'000'000, '7'));
  EXPECT_EQ(times.milliseconds_of(noted), std::nullopt);
}

TEST(test_times, C74_a_line_that_was_cut_short_is_no_time) {
  const std::string path = testing::TempDir() + "/times.txt";
  std::ofstream(path) << "74_412e42 125\n74_412e42 1";
  test_times times;
  EXPECT_TRUE(times.add_file(path));
  EXPECT_EQ(times.milliseconds_of(noted), 125);
  EXPECT_FALSE(times.add_file(path + ".missing"));
}

TEST(test_times, what_is_written_reads_the_same) {
  test_times times;
  times.add("74_412e42 12\nmy own test 4 2.5\n");
  EXPECT_EQ(times.text(), "74_412e42 12\nmy own test 1 2.500\n");
  test_times again;
  again.add(times.text());
  EXPECT_EQ(again.text(), times.text());
}

}  // namespace
}  // namespace parallel_testing::tools
