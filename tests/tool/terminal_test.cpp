// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What people see of `parallel-testing run` on a terminal.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "pseudo_terminal.hpp"
#include "tool_run.hpp"

namespace parallel_testing::tool_test {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::Each;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

support::command run_with(tool_run& run,
                          const std::vector<std::string>& arguments) {
  support::command started;
  started.arguments = {TESTED_TOOL, "run", "--ctest", TESTED_CTEST};
  started.arguments.insert(started.arguments.end(), arguments.begin(),
                           arguments.end());
  started.environment = run.box().environment();
  started.environment["TERM"] = "xterm";
  started.environment.erase("NO_COLOR");
  started.directory = OUTCOMES_BUILD;
  return started;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

TEST(terminal, shows_only_what_matters_in_the_end) {
  tool_run run;
  pseudo_terminal screen(
      run_with(run, {"-j2", "-R", "Outcomes.(Passes|Fails)$|plain.pass"}));
  EXPECT_EQ(screen.wait(), 1);
  EXPECT_THAT(screen.bytes(), HasSubstr("\033[31mFAILED \033[0m"));
  const auto lines = lines_on_screen(screen.bytes());
  EXPECT_THAT(lines, Each(Not(ContainsRegex("^\\[=* *\\] [0-9?]+/"))));
  EXPECT_THAT(joined(lines), AllOf(HasSubstr("----- output of Outcomes.Fails"),
                                   HasSubstr("1 failed, 2 passed in "),
                                   Not(HasSubstr("PASSED  Outcomes"))));
}

TEST(terminal, NO_COLOR_leaves_the_bar_and_no_colours) {
  tool_run run;
  support::command started = run_with(run, {"-R", "Hangs.UntilItIsTold"});
  started.environment["NO_COLOR"] = "1";
  pseudo_terminal screen(started);
  ASSERT_TRUE(screen.wait_for("] 0/1  "));
  ASSERT_TRUE(screen.wait_for("F\033[J"));
  screen.type("\x03");
  EXPECT_EQ(screen.wait(), 130);
  EXPECT_THAT(screen.bytes(), Not(HasSubstr("\033[3")));
}

TEST(terminal, json_is_all_that_is_printed_when_it_is_asked_for) {
  tool_run run;
  pseudo_terminal screen(
      run_with(run, {"-R", "Outcomes.Passes$", "--format", "json"}));
  EXPECT_EQ(screen.wait(), 0);
  EXPECT_THAT(screen.bytes(), AllOf(StartsWith("{"), Not(HasSubstr("\033"))));
}

TEST(terminal, C36_C70_shows_what_runs_until_ctrl_c_ends_it_with_a_summary) {
  tool_run run;
  pseudo_terminal screen(run_with(run, {"-j2", "-R", "Hangs.UntilItIsTold"}));
  ASSERT_TRUE(screen.wait_for("s  Hangs.UntilItIsTold"));
  while (!std::filesystem::exists(run.box().path("outcomes/waits"))) {
    ASSERT_TRUE(screen.wait_for_more());
  }
  screen.type("\x03");
  EXPECT_EQ(screen.wait(), 130);
  EXPECT_TRUE(std::filesystem::exists(run.box().path("outcomes/cleaned_up")));
  EXPECT_THAT(joined(lines_on_screen(screen.bytes())),
              AllOf(HasSubstr("SIGINT: asking the running tests to stop"),
                    HasSubstr("told to stop\n"), HasSubstr("1 failed in ")));
}

}  // namespace
}  // namespace parallel_testing::tool_test
