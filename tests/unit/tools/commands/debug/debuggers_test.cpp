// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/debug/debuggers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "cli/command.hpp"
#include "commands/debug/inside.hpp"

namespace parallel_testing::debug_command {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> words_of(debugger kind,
                                  const std::vector<std::string>& words,
                                  const std::vector<std::string>& test) {
  return start_under({kind, words}, test, {}).arguments;
}

TEST(debuggers, the_command_of_the_test_follows_the_debugger) {
  EXPECT_THAT(words_of(debugger::strace, {"/bin/strace", "-f", "--"},
                       {"/t", "a b", ""}),
              ElementsAre("/bin/strace", "-f", "--", "/t", "a b", ""));
  EXPECT_THAT(words_of(debugger::command, {"/bin/sh", "-c"}, {"/t"}),
              ElementsAre("/bin/sh", "-c", "/t"));
}

TEST(debuggers, C97_gdb_gives_the_test_the_variables_that_it_would_have) {
  const debugged_start start =
      start_under({debugger::gdb, {"/bin/gdb"}}, {"/t", "-x"},
                  {{"SHELL", "/my shell"}, {"LINES", "7"}, {"A", "1"}});
  EXPECT_THAT(
      start.arguments,
      ElementsAre("/bin/gdb", "-iex",
                  "set exec-wrapper /usr/bin/env -u COLUMNS -u PWD -u OLDPWD "
                  "-u SHLVL -u _ LINES=7 'SHELL=/my shell'",
                  "--args", "/t", "-x"));
  EXPECT_EQ(start.environment.at("SHELL"), "/bin/sh");
  EXPECT_EQ(start.environment.at("A"), "1");
}

TEST(debuggers, a_program_that_looks_like_a_variable_is_not_wrapped) {
  EXPECT_THAT(words_of(debugger::gdb, {"/bin/gdb"}, {"/a=b"}),
              ElementsAre("/bin/gdb", "--args", "/a=b"));
}

TEST(debuggers, a_command_of_the_user_is_looked_up) {
  EXPECT_THAT(find_debugger("", {"sh", "-c"}, "/b").words,
              ElementsAre(HasSubstr("/sh"), "-c"));
  EXPECT_THROW((void)find_debugger("", {"/no/such/program"}, "/b"),
               cli::failure);
}

TEST(debuggers, each_kind_has_its_name) {
  for (const debugger kind :
       {debugger::gdb, debugger::lldb, debugger::rr, debugger::strace,
        debugger::valgrind, debugger::command}) {
    EXPECT_EQ(kind_named(name_of(kind)), kind);
  }
}

TEST(debuggers, other_arguments_do_not_start_one_inside_a_test) {
  EXPECT_FALSE(run_inside({}).has_value());
  EXPECT_FALSE(run_inside({"Orders.Migrate"}).has_value());
  EXPECT_FALSE(run_inside({"--inside=a:b:c", "x", "y"}).has_value());
  EXPECT_FALSE(run_inside({"--inside=7:gdb:2", "x"}).has_value());
}

}  // namespace
}  // namespace parallel_testing::debug_command
