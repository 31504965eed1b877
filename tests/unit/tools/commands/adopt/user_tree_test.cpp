// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/adopt/user_tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <system_error>
#include <vector>

#include "base/programs.hpp"
#include "base/whole_file.hpp"
#include "cli/command.hpp"

namespace parallel_testing::adopt_command {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
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

  [[nodiscard]] std::string names_in_source() const {
    std::set<std::string> names;
    for (const fs::directory_entry& each : fs::directory_iterator(source_)) {
      names.insert(each.path().filename().string());
    }
    std::string all;
    for (const std::string& each : names) {
      all += each + " ";
    }
    return all;
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

TEST_F(user_tree_test, files_that_were_replaced_are_restored_after_a_failure) {
  write("a", "1");
  write("b", "1");
  int renames = 0;
  const auto fail_third = [&](const std::string& from, const std::string& to) {
    return ++renames == 3 ? std::make_error_code(std::errc::io_error)
                          : rename_file(from, to);
  };
  const std::vector<tools::changed_file> files{
      {"cmake/c", "", "3", true}, {"a", "1", "2"}, {"b", "1", "2"}};
  std::string message;
  try {
    apply_changes(source_.string(), files, fail_third);
  } catch (const cli::failure& failed) {
    message = failed.what();
  }
  EXPECT_THAT(message,
              AllOf(HasSubstr("b': "), HasSubstr("no file was changed")));
  EXPECT_EQ(text_of("a") + text_of("b"), "11");
  EXPECT_FALSE(fs::exists(source_ / "cmake"));
  EXPECT_EQ(names_in_source(), "a b ");
}

TEST_F(user_tree_test, files_that_cannot_be_restored_are_named) {
  write("a", "1");
  write("b", "1");
  int renames = 0;
  const auto fail_from_second = [&](const std::string& from,
                                    const std::string& to) {
    return ++renames > 1 ? std::make_error_code(std::errc::io_error)
                         : rename_file(from, to);
  };
  std::string message;
  try {
    apply_changes(source_.string(), {{"a", "1", "2"}, {"b", "1", "2"}},
                  fail_from_second);
  } catch (const cli::failure& failed) {
    message = failed.what();
  }
  EXPECT_THAT(message, AllOf(HasSubstr("still changed: "), HasSubstr("/a'"),
                             HasSubstr("git checkout")));
}

TEST_F(user_tree_test, nothing_changes_if_one_file_cannot_be_written) {
  write("a", "1");
  write("cmake", "not a directory");
  EXPECT_THROW(apply_changes(source_.string(),
                             {{"a", "1", "2"}, {"cmake/c", "", "3", true}}),
               cli::failure);
  EXPECT_EQ(text_of("a"), "1");
  EXPECT_EQ(names_in_source(), "a cmake ");
}

}  // namespace
}  // namespace parallel_testing::adopt_command
