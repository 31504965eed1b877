// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// `parallel-testing debug` at a terminal and without one, with real debuggers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "pseudo_terminal.hpp"
#include "support/process.hpp"

namespace parallel_testing::tool_test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class debug_tool : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(build_);
    std::ofstream(build_ / "CMakeCache.txt")
        << "CMAKE_CTEST_COMMAND:INTERNAL=" TESTED_CTEST "\n";
    std::ofstream(build_ / "CTestTestfile.cmake")
        << "add_test(start /bin/sh -c [==[touch up]==])\n"
           "add_test(stop /bin/sh -c [==[rm up; touch down]==])\n"
           "set_tests_properties(start PROPERTIES FIXTURES_SETUP f)\n"
           "set_tests_properties(stop PROPERTIES FIXTURES_CLEANUP f)\n"
           "add_test(asks /bin/sh -c [==[test -f up && test -z \"$LINES\" && "
           "printf 'word? ' && read word && echo \"<$word> $0 $1\"]==] "
           "[==[a b]==] [==[$c\"]==])\n"
           "set_tests_properties(asks PROPERTIES FIXTURES_REQUIRED f "
           "TIMEOUT 1 WORKING_DIRECTORY [==["
        << build_.string() << "]==])\n";
  }

  [[nodiscard]] support::command tool(
      const std::vector<std::string>& with) const {
    support::command started;
    started.arguments = {TESTED_TOOL, "debug", "asks", build_.string()};
    started.arguments.insert(started.arguments.end(), with.begin(), with.end());
    started.environment["TERM"] = "dumb";
    started.directory = build_.string();
    return started;
  }

  [[nodiscard]] bool is_cleaned_up() const {
    return fs::exists(build_ / "down") && !fs::exists(build_ / "up");
  }

  /// Whether these words start a program here.
  static bool works(const std::vector<std::string>& words) {
    support::command tried;
    tried.arguments = words;
    try {
      return support::run(tried).exit_code == 0;
    } catch (const std::exception&) {
      return false;
    }
  }

  const fs::path build_ =
      fs::temp_directory_path() /
      testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(debug_tool, C97_the_terminal_is_that_of_the_debugger) {
  pseudo_terminal screen(
      tool({"--", "/bin/sh", "-c",
            "test -t 0 && test -t 1 && stty size && exec \"$0\" \"$@\""}));
  ASSERT_TRUE(screen.wait_for("word? ")) << screen.bytes();
  EXPECT_THAT(screen.bytes(), HasSubstr("24 80"));
  screen.type("one\n");
  EXPECT_EQ(screen.wait(), 0) << screen.bytes();
  EXPECT_THAT(screen.bytes(), HasSubstr("<one> a b $c\""));
  EXPECT_TRUE(is_cleaned_up());
}

TEST_F(debug_tool, C97_keys_that_interrupt_reach_the_debugger) {
  pseudo_terminal screen(
      tool({"--", "/bin/sh", "-c",
            "trap 'echo interrupted; exit 0' INT; echo ready; read x"}));
  ASSERT_TRUE(screen.wait_for("ready")) << screen.bytes();
  screen.type("\x03");
  EXPECT_EQ(screen.wait(), 0) << screen.bytes();
  EXPECT_THAT(screen.bytes(), HasSubstr("interrupted"));
  EXPECT_TRUE(is_cleaned_up());
}

TEST_F(debug_tool, C97_without_a_terminal_it_has_the_streams_of_the_command) {
  support::command started =
      tool({"--", "/bin/sh", "-c", "! test -t 1 && exec \"$0\" \"$@\""});
  std::string line = "printf 'one\\n' | ";
  for (const std::string& word : started.arguments) {
    std::string quoted;
    for (const char each : word) {
      quoted += each == '\'' ? "'\\''" : std::string(1, each);
    }
    line += "'" + quoted + "' ";
  }
  started.arguments = {"/bin/sh", "-c", line};
  const support::finished_process ended = support::run(started);
  EXPECT_EQ(ended.exit_code, 0) << ended.output;
  EXPECT_THAT(ended.output, HasSubstr("<one> a b $c\""));
  EXPECT_TRUE(is_cleaned_up());
}

TEST_F(debug_tool, C97_the_fixture_is_cleaned_up_when_the_command_is_ended) {
  pseudo_terminal screen(
      tool({"--", "/bin/sh", "-c", "echo \"pid $PPID\"; read x"}));
  ASSERT_TRUE(screen.wait_for("pid ")) << screen.bytes();
  screen.signal(SIGTERM);
  EXPECT_EQ(screen.wait(), 128 + SIGTERM) << screen.bytes();
  EXPECT_TRUE(is_cleaned_up());
}

TEST_F(debug_tool, C97_gdb_runs_the_test_with_its_arguments) {
  if (!works({"gdb", "-batch", "-nx", "-ex", "run", "--args", "/bin/true"})) {
    GTEST_SKIP() << "gdb cannot run programs here";
  }
  pseudo_terminal screen(tool({"--with", "gdb"}));
  ASSERT_TRUE(screen.wait_for("(gdb) ")) << screen.bytes();
  screen.type("run\n");
  ASSERT_TRUE(screen.wait_for("word? ")) << screen.bytes();
  screen.type("one\n");
  ASSERT_TRUE(screen.wait_for("exited normally")) << screen.bytes();
  EXPECT_THAT(screen.bytes(), HasSubstr("<one> a b $c\""));
  screen.type("quit\n");
  EXPECT_EQ(screen.wait(), 0) << screen.bytes();
  EXPECT_TRUE(is_cleaned_up());
}

}  // namespace
}  // namespace parallel_testing::tool_test
