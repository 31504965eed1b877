// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/adopt/workspace.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/whole_file.hpp"
#include "cli/command.hpp"

namespace parallel_testing::adopt_command {
namespace {

namespace fs = std::filesystem;

class workspace_test : public ::testing::Test {
 protected:
  void write(const std::string& path, const std::string& text) const {
    fs::create_directories((source_ / path).parent_path());
    std::ofstream(source_ / path) << text;
  }

  static std::string text_of(const fs::path& path) {
    return tools::read_file(path.string()).value_or("none");
  }

  fs::path source_ = fs::path(::testing::TempDir()) / "shop";
  fs::path work_ = fs::path(::testing::TempDir()) / "work";
};

TEST_F(workspace_test, the_sources_are_copied_without_build_trees) {
  write("CMakeLists.txt", "a");
  write("test/a.cpp", "b");
  write("build/CMakeCache.txt", "c");
  write(".git", "gitdir: /elsewhere");
  write("sub/.git/HEAD", "ref");
  fs::create_symlink("CMakeLists.txt", source_ / "link");
  const workspace in(source_.string(), work_.string());
  const fs::path copy = in.source();
  EXPECT_EQ(text_of(copy / "test/a.cpp"), "b");
  EXPECT_EQ(text_of(copy / "sub/.git/HEAD"), "ref");
  EXPECT_TRUE(fs::is_symlink(copy / "link"));
  EXPECT_FALSE(fs::exists(copy / "build"));
  EXPECT_FALSE(fs::exists(copy / ".git"));
}

TEST_F(workspace_test, a_file_that_is_the_same_keeps_its_time) {
  write("same", "a");
  write("other", "a");
  write("gone", "a");
  const auto time_of = [&](const char* name) {
    return fs::last_write_time(work_ / "source" / name);
  };
  { const workspace first(source_.string(), work_.string()); }
  const auto old = time_of("same") - std::chrono::hours(1);
  fs::last_write_time(work_ / "source/same", old);
  write("other", "b");
  fs::remove(source_ / "gone");
  const workspace second(source_.string(), work_.string());
  EXPECT_EQ(time_of("same"), old);
  EXPECT_EQ(text_of(work_ / "source/other"), "b");
  EXPECT_FALSE(fs::exists(work_ / "source/gone"));
}

TEST_F(workspace_test, a_temporary_directory_is_removed_and_another_stays) {
  write("a", "a");
  fs::path temporary;
  {
    const workspace in(source_.string(), "");
    temporary = fs::path(in.source()).parent_path();
    EXPECT_TRUE(fs::exists(temporary / "source/a"));
  }
  EXPECT_FALSE(fs::exists(temporary));
  { const workspace in(source_.string(), work_.string()); }
  EXPECT_TRUE(fs::exists(work_ / "source/a"));
}

TEST_F(workspace_test, a_directory_inside_the_sources_does_not_contain_itself) {
  write("a", "a");
  const workspace in(source_.string(), (source_ / "work").string());
  EXPECT_TRUE(fs::exists(source_ / "work/source/a"));
  EXPECT_FALSE(fs::exists(source_ / "work/source/work"));
}

TEST_F(workspace_test, sources_that_cannot_be_read_are_reported) {
  EXPECT_THROW(workspace("/nowhere", work_.string()), cli::failure);
}

}  // namespace
}  // namespace parallel_testing::adopt_command
