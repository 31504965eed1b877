// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "archive/run_path.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

namespace parallel_testing::tools {
namespace {

TEST(run_path, directories_that_move_become_relative_to_the_program) {
  EXPECT_EQ(moved_run_path({{"/home/me/build/lib", "tree/build/lib"},
                            {"/opt/lib"},
                            {"/home/me/build/bin", "tree/build/bin"}},
                           "tree/build/bin", 60),
            "$ORIGIN/../lib:/opt/lib:$ORIGIN");
}

TEST(run_path, unused_directories_are_left_out_where_space_is_short) {
  EXPECT_EQ(moved_run_path({{"/b/l", "tree/l"}, {"/b/m", "tree/m", false}},
                           "tree", 9),
            "$ORIGIN/l");
}

TEST(run_path, nothing_fits_into_a_path_that_is_too_short) {
  EXPECT_EQ(moved_run_path({{"/b/l", "tree/l"}}, "tree", 4), std::nullopt);
}

TEST(run_path, ctest_passes_libraries_on_without_searching_its_own_directory) {
  EXPECT_EQ(library_path_code({"/b/l", "/b/m"}),
            "if(\"$ENV{LD_LIBRARY_PATH}\" STREQUAL \"\")\n"
            "  set(ENV{LD_LIBRARY_PATH} \"/b/l:/b/m\")\n"
            "else()\n"
            "  set(ENV{LD_LIBRARY_PATH} \"/b/l:/b/m:$ENV{LD_LIBRARY_PATH}\")\n"
            "endif()\n");
}

}  // namespace
}  // namespace parallel_testing::tools
