// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/data/files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "cli/command.hpp"

namespace parallel_testing::coverage_command {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

TEST(coverage_files, threads_write_below_the_same_new_directories) {
  const std::string root = testing::TempDir() + "/threads";
  for (int round = 0; round < 50; ++round) {
    const std::string deep =
        root + std::to_string(round) + "/a/b/c/d/e/f/g/h/i/j/k/l/m";
    std::vector<std::thread> threads;
    for (const char* name : {"/1", "/2", "/3", "/4"}) {
      threads.emplace_back([=] { write_file(deep + name, name); });
    }
    for (std::thread& each : threads) each.join();
    EXPECT_THAT(files_below(root + std::to_string(round), ""), SizeIs(4));
  }
}

TEST(coverage_files, emptied_directories_are_there_and_have_nothing) {
  const std::string folder = testing::TempDir() + "/emptied/folder";
  make_empty_directory(folder);
  write_file(folder + "/sub/file.gcda", "x");
  write_file(folder + "/file.gcno", "y");
  EXPECT_THAT(files_below(folder, ".gcda"),
              ElementsAre(folder + "/sub/file.gcda"));
  EXPECT_THAT(directories_in(folder), ElementsAre(folder + "/sub"));
  EXPECT_EQ(read_file(folder + "/file.gcno"), "y");
  EXPECT_EQ(read_file(folder + "/missing"), std::nullopt);
  make_empty_directory(folder);
  EXPECT_THAT(files_below(folder, ""), SizeIs(0));
  write_file(folder + "/file", "");
  EXPECT_THROW(write_file(folder + "/file/below", ""), cli::failure);
}

TEST(coverage_files, scratch_is_empty_and_goes) {
  const std::string folder = testing::TempDir() + "/scratch";
  write_file(folder + "/old", "x");
  {
    const scratch_directory scratch(folder);
    EXPECT_THAT(files_below(scratch.path(), ""), SizeIs(0));
    write_file(scratch.path() + "/new", "y");
  }
  EXPECT_FALSE(std::filesystem::exists(folder));
}

}  // namespace
}  // namespace parallel_testing::coverage_command
