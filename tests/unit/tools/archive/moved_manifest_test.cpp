// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "archive/moved_manifest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace parallel_testing::tools {
namespace {

TEST(moved_manifest, positions_of_units_follow_the_lengths_of_paths) {
  const std::string units =
      "unit\t1\tA\ncase\tA.a\t\t/old/a.cpp\t5\n"
      "unit\t1\tB\ncase\tB.b\t\t/old/b.cpp\t9\n";
  const std::size_t half = units.size() / 2;
  const std::string at = std::to_string(half);
  const std::string manifest =
      "parallel_file([=[/old/a.cpp]=])\n"
      "parallel_case([=[A]=] [=[@0+" +
      at +
      "]=] 5 [=[]=] [=[unit]=])\n"
      "parallel_case([=[B]=] [=[@" +
      at + "+" + at + "]=] 9 [=[]=] [=[unit]=])\n";
  const std::string longer = std::to_string(half + 3);
  EXPECT_EQ(move_manifest(manifest, units, {{"/old", "/longer"}}),
            "parallel_file([=[/longer/a.cpp]=])\n"
            "parallel_case([=[A]=] [=[@0+" +
                longer +
                "]=] 5 [=[]=] [=[unit]=])\n"
                "parallel_case([=[B]=] [=[@" +
                longer + "+" + longer + "]=] 9 [=[]=] [=[unit]=])\n");
}

TEST(moved_manifest, selectors_that_are_no_positions_stay) {
  for (const char* text : {"x([=[@tag]=])", "x([=[@1]=])", "x([=[@5+9]=])"}) {
    EXPECT_EQ(move_manifest(text, "units", {{"/old", "/longer"}}), text);
  }
}

TEST(moved_manifest, the_file_of_units_is_beside_the_manifest) {
  EXPECT_EQ(units_file_of("b/t-1_manifest.cmake"), "b/t-1_units.txt");
  EXPECT_EQ(units_file_of("b/t-1_tests.cmake"), "");
}

}  // namespace
}  // namespace parallel_testing::tools
