// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/archive/words.hpp"

#include <gtest/gtest.h>

#include <string>

#include "base/json.hpp"

namespace parallel_testing::archive_command {
namespace {

using nlohmann::json;
using tools::immovable;

tools::archive_contents some_contents() {
  tools::archive_contents result;
  result.about.project = "shop";
  result.about.build = "/home/me/build";
  result.about.tests = 2;
  result.files["tree/build/t"] = {tools::archived_file::type::file,
                                  "/home/me/build/t", "", "program of t"};
  result.left = {
      {immovable::type::source_names,
       "/home/me/build/t",
       {"/s/1.cpp", "/s/2.cpp", "/s/3.cpp", "/s/4.cpp", "/s/5.cpp", "/s/6.cpp",
        "/s/7.cpp", "/s/8.cpp", "/s/9.cpp"}},
      {immovable::type::tree_paths, "/home/me/build/t", {"/s/data"}}};
  result.whole_directories = {{"/s", 2'500'000}, {"/home/me/build", 10}};
  return result;
}

TEST(words_of_archive, what_cannot_move_is_printed_with_the_remedy) {
  const tools::archive_contents contents = some_contents();
  EXPECT_EQ(
      text_of({"a.tar.zst", &contents, {1, 1'234'567, 999}}),
      "a.tar.zst: 2 tests of shop, 1 files with 1.2 MB, compressed to 999 "
      "bytes\n"
      "run them: parallel-testing run --archive a.tar.zst\n"
      "These programs name paths of the source or build tree, which another "
      "machine does not have. Pass --map-source DIR to `run --archive`, or let "
      "the tests read the paths from their arguments or environment:\n"
      "  t: /s/data\n"
      "These programs name their source files. If they only print the names, "
      "nothing is to be done; if they look for files beside them (__FILE__), "
      "pass --map-source DIR to `run --archive`:\n"
      "  t: /s/1.cpp, /s/2.cpp, /s/3.cpp, /s/4.cpp, /s/5.cpp, /s/6.cpp, "
      "/s/7.cpp, /s/8.cpp and 1 more\n"
      "note: /s has 2.5 MB; tests run there and may read any of its files. "
      "`parallel-testing suggest` records which, and --exclude leaves files "
      "out\n");
}

TEST(words_of_archive, json_has_each_file_with_its_reason) {
  const tools::archive_contents contents = some_contents();
  const json root =
      json::parse(json_of({"a.tar.zst", &contents, {1, 1000, 99}}));
  EXPECT_EQ(root.at("version"), 1);
  EXPECT_EQ(root.at("files").at(0).at("reason"), "program of t");
  EXPECT_EQ(root.at("cannot_move").at(0).at("kind"), "tree_paths");
  EXPECT_EQ(root.at("cannot_move").at(1).at("names").size(), 9U);
}

}  // namespace
}  // namespace parallel_testing::archive_command
