// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/adopt/user_tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/programs.hpp"
#include "base/whole_file.hpp"
#include "cli/command.hpp"

namespace parallel_testing::adopt_command {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class user_tree_test : public ::testing::Test {
 protected:
  user_tree_test() { fs::create_directories(source_); }

  void write(const char* path, const char* text) const {
    std::ofstream(source_ / path) << text;
  }

  void git(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(),
                     {"git", "-C", source_.string(), "-c", "user.name=a", "-c",
                      "user.email=a@b"});
    EXPECT_EQ(tools::run_programs({{arguments, "", ""}}, 1).front(), 0);
  }

  void commit() const {
    git({"init", "-q"});
    git({"add", "."});
    git({"commit", "-q", "-m", "a"});
  }

  [[nodiscard]] std::string refusal() const {
    try {
      require_clean(source_.string());
    } catch (const cli::failure& refused) {
      EXPECT_EQ(refused.exit_code(), cli::exit_usage);
      return refused.what();
    }
    return "";
  }

  [[nodiscard]] std::string text_of(const char* name) const {
    return tools::read_file((source_ / name).string()).value_or("none");
  }

  fs::path source_ = fs::path(::testing::TempDir()) / "shop";
};

TEST_F(user_tree_test, only_a_clean_work_tree_may_change) {
  write("a", "1");
  EXPECT_THAT(refusal(), HasSubstr("only a git work tree"));
  commit();
  EXPECT_EQ(refusal(), "");
  write("untracked", "1");
  EXPECT_EQ(refusal(), "");
  write("a", "2");
  EXPECT_THAT(refusal(), HasSubstr("has changes, first ' M a'"));
}

TEST_F(user_tree_test, the_question_does_not_write_the_index) {
  write("a", "1");
  commit();
  // git would refresh the times in its index.
  fs::last_write_time(source_ / "a", fs::last_write_time(source_ / "a") -
                                         std::chrono::hours(1));
  const auto before = fs::last_write_time(source_ / ".git/index");
  EXPECT_EQ(refusal(), "");
  EXPECT_EQ(fs::last_write_time(source_ / ".git/index"), before);
}

TEST_F(user_tree_test, changes_are_written_or_none_is) {
  write("a", "1");
  write("b", "1");
  apply_changes(source_.string(),
                {{"a", "1", "2"}, {"cmake/c", "", "3", true}});
  EXPECT_EQ(text_of("a"), "2");
  EXPECT_EQ(text_of("cmake/c"), "3");
  EXPECT_THROW(
      apply_changes(source_.string(), {{"b", "1", "2"}, {"a", "1", "2"}}),
      cli::failure);
  EXPECT_EQ(text_of("b"), "1");
  EXPECT_THROW(apply_changes(source_.string(), {{"a", "", "4", true}}),
               cli::failure);
  EXPECT_EQ(text_of("a"), "2");
}

}  // namespace
}  // namespace parallel_testing::adopt_command
