// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "test_times.hpp"

#include <gtest/gtest.h>

namespace parallel_testing {
namespace {

TEST(times, are_noted_in_the_build_tree_of_the_run) {
  EXPECT_EQ(times_file("/b/Testing/ParallelTesting/runs/1a"),
            "/b/Testing/ParallelTesting/times.txt");
  EXPECT_EQ(times_file("/b/Testing/ParallelTesting"), "");
  EXPECT_EQ(times_file("/tmp/pt-0/1a2b3c4d"), "");
  EXPECT_EQ(times_file(""), "");
}

TEST(times, are_lines_without_any_character_of_the_names) {
  EXPECT_EQ(to_line({"/b/t", "A.B", 1'500'000}), "74_412e42 2\n");
  EXPECT_EQ(to_line({"a;b", "[]\n", 0}), "613b62_5b5d0a 0\n");
  EXPECT_EQ(to_line({"t", "\xFF", 1}), "74_ff 1\n");
}

}  // namespace
}  // namespace parallel_testing
