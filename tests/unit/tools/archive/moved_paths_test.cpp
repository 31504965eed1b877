// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "archive/moved_paths.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace parallel_testing::tools {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::vector<moved_path> two_trees{{"/home/me/src", "/new/tree"},
                                        {"/home/me/src/build", "/new/build"}};

TEST(moved_paths, whole_paths_and_their_beginnings_are_replaced) {
  EXPECT_EQ(move_paths("a \"/home/me/src\" b", two_trees), "a \"/new/tree\" b");
  EXPECT_EQ(move_paths("x=/home/me/src/a;/home/me/src.", two_trees),
            "x=/new/tree/a;/new/tree.");
  EXPECT_EQ(move_paths("-I/home/me/src/inc", two_trees), "-I/new/tree/inc");
  EXPECT_EQ(move_paths("file:///home/me/src/a", two_trees),
            "file:///new/tree/a");
}

TEST(moved_paths, other_paths_with_the_same_text_stay) {
  for (const char* text :
       {"/home/me/src2/a", "/home/me/src-old", "/home/me/src.bak/a",
        "/mnt/home/me/src/a", "../home/me/src", "/home/me/srcs"}) {
    EXPECT_EQ(move_paths(text, two_trees), text);
  }
}

TEST(moved_paths, of_two_directories_the_longer_one_counts) {
  EXPECT_EQ(move_paths("/home/me/src/build/t:/home/me/src/b", two_trees),
            "/new/build/t:/new/tree/b");
}

TEST(moved_paths, a_new_path_that_contains_the_old_one_is_replaced_once) {
  EXPECT_EQ(move_paths("/a/x /a/y", {{"/a", "/b/a"}}), "/b/a/x /b/a/y");
}

TEST(moved_paths, paths_in_a_text_are_found_once_and_end_at_separators) {
  const std::vector<std::string> directories{"/s", "/b"};
  EXPECT_THAT(
      paths_below("PATH=/b/bin:/usr/bin;\"/s/a\" /s/a /s2", directories),
      ElementsAre("/b/bin", "/s/a"));
  EXPECT_THAT(paths_below("/s/with blank", directories, path_ends::at_line),
              ElementsAre("/s/with blank"));
  EXPECT_THAT(paths_below("/usr/s", directories), IsEmpty());
}

TEST(moved_paths, programs_keep_their_size_when_paths_are_patched) {
  const std::string zero(1, '\0');
  std::string program = "code" + zero + "/home/me/src/data" + zero + "/home" +
                        zero + "/home/me/src" + zero;
  const std::size_t size = program.size();
  EXPECT_EQ(patch_paths(program, 0, size, {"/home/me/src", "/s"}), 2U);
  EXPECT_EQ(program, "code" + zero + "/s///////////data" + zero + "/home" +
                         zero + "/s//////////" + zero);
}

TEST(moved_paths, paths_that_do_not_fit_are_not_patched) {
  std::string program = "/src/data";
  EXPECT_EQ(patch_paths(program, 0, program.size(), {"/src", "/longer"}), 0U);
  EXPECT_EQ(program, "/src/data");
}

TEST(moved_paths, the_common_directory_of_two_paths_is_found) {
  EXPECT_EQ(common_directory("/a/b", "/a/b/c"), "/a/b");
  EXPECT_EQ(common_directory("/a/bc", "/a/bd"), "/a");
  EXPECT_EQ(common_directory("/a", "/b"), "");
}

}  // namespace
}  // namespace parallel_testing::tools
