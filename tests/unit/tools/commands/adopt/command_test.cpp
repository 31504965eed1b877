// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Projects without languages, which are configured in no time.
#include "cli/command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "commands/commands.hpp"
#include "tools/cli/run_command.hpp"

namespace parallel_testing::adopt_command {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class command_test : public ::testing::Test {
 protected:
  command_test() { fs::create_directories(source_); }

  void write(const char* text) const {
    std::ofstream(source_ / "CMakeLists.txt")
        << "cmake_minimum_required(VERSION 3.25)\nproject(shop NONE)\n"
        << text;
  }

  /// The exit code and the message.
  std::string run_on_it(std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments{
        source_.string(), "--patch", (source_ / "../p").string(), "--markdown",
        (source_ / "../m").string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    try {
      const cli_test::command_result ended =
          cli_test::run_command(run, std::move(arguments));
      return std::to_string(ended.exit_code) + " " + ended.out + ended.err;
    } catch (const cli::failure& failed) {
      return std::to_string(failed.exit_code()) + " " + failed.what();
    }
  }

  fs::path source_ = fs::path(::testing::TempDir()) / "shop";
};

TEST_F(command_test, a_directory_without_a_project_is_reported) {
  EXPECT_THAT(run_on_it(), HasSubstr("3 '"));
  EXPECT_THAT(run_on_it(), HasSubstr("has no CMakeLists.txt"));
}

TEST_F(command_test, a_project_that_cannot_be_configured_is_reported) {
  write("message(FATAL_ERROR \"no ${WHAT}\")\n");
  const std::string text = run_on_it({"--", "-DWHAT=luck"});
  EXPECT_TRUE(text.starts_with("3 the project cannot be configured")) << text;
  EXPECT_THAT(text, HasSubstr("no luck"));
}

TEST_F(command_test, a_project_that_does_not_build_is_reported) {
  write("add_custom_target(a ALL COMMAND sh -c \"echo error: b; exit 1\")\n");
  const std::string text = run_on_it();
  EXPECT_TRUE(text.starts_with("3 the project does not build")) << text;
  EXPECT_THAT(text, HasSubstr("error: b"));
}

TEST_F(command_test, a_project_without_tests_has_options_for_them) {
  write("option(SHOP_TESTS \"\" OFF)\n");
  const std::string text = run_on_it();
  EXPECT_TRUE(text.starts_with("4 ")) << text;
  EXPECT_THAT(text, HasSubstr("these options are off: SHOP_TESTS; pass for "
                              "example -- -DSHOP_TESTS=ON"));
}

TEST_F(command_test, a_suite_without_programs_of_a_framework_does_not_change) {
  write("enable_testing()\nadd_test(NAME a COMMAND /bin/true)\n");
  const std::string text = run_on_it({"--yes"});
  EXPECT_TRUE(text.starts_with("0 ")) << text;
  EXPECT_THAT(text, HasSubstr("nothing to change"));
  EXPECT_EQ(fs::file_size(source_ / "../p"), 0U);
}

TEST_F(command_test, tests_that_only_a_directory_below_enables_are_found) {
  fs::create_directories(source_ / "tests");
  write("add_subdirectory(tests)\n");
  std::ofstream(source_ / "tests/CMakeLists.txt")
      << "enable_testing()\nadd_test(NAME a COMMAND /bin/true)\n";
  const std::string text = run_on_it({"--no-tests"});
  EXPECT_TRUE(text.starts_with("1 No test ran")) << text;
  EXPECT_THAT(text, HasSubstr("enabling them in the top one"));
  EXPECT_THAT(text, HasSubstr("nothing to change"));
}

TEST_F(command_test, a_tree_without_git_is_not_changed) {
  write("");
  EXPECT_THAT(run_on_it({"--apply"}), HasSubstr("2 --apply changes only"));
}

}  // namespace
}  // namespace parallel_testing::adopt_command
