// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/guards/running_state.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "commands/run/guards/stacks.hpp"

namespace parallel_testing::run_command {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const shown_test hanging{
    "gw0",
    "Orders.Migrate",
    75'000'000'000,
    {{41, 0, "orders_test --gtest_filter=Orders.Migrate", false},
     {42, 1, "sh -c serve", true}},
    "waiting for port 8080"};

TEST(running_state, C99_has_test_time_processes_and_last_line) {
  EXPECT_THAT(lines_about({hanging, {"", "plain\nname", 1'000'000, {}, ""}}),
              ElementsAre("   gw0   75.00 s  Orders.Migrate",
                          "      41 orders_test --gtest_filter=Orders.Migrate",
                          "        42 sh -c serve (ended)",
                          "      last line: waiting for port 8080",
                          "     -    0.00 s  plain\\nname"));
}

TEST(running_state, C99_long_texts_and_lists_are_cut) {
  shown_test chatty = hanging;
  chatty.processes.clear();
  chatty.last_line = std::string(1000, 'x');
  const std::vector<std::string> lines =
      lines_about(std::vector<shown_test>(25, chatty));
  EXPECT_EQ(lines.size(), 41U);
  EXPECT_LT(lines[1].size(), 200U);
  EXPECT_EQ(lines.back(), "  and 5 more");
}

TEST(running_state, C99_one_line_names_the_longest) {
  shown_test brief = hanging;
  brief.elapsed_ns = 1;
  EXPECT_EQ(line_about({brief, hanging}),
            "2 tests still run, the longest for 75.00 s: Orders.Migrate");
  EXPECT_EQ(line_about({hanging}),
            "1 test still runs, the longest for 75.00 s: Orders.Migrate");
  EXPECT_EQ(line_about({}), "no test runs; ctest is at work");
}

TEST(running_state, C99_a_tree_begins_with_its_root) {
  const std::vector<shown_process> tree = process_tree(::getpid(), 1);
  ASSERT_EQ(tree.size(), 1U);
  EXPECT_EQ(tree[0].pid, ::getpid());
  EXPECT_THAT(tree[0].command, HasSubstr("tools_test"));
}

TEST(stacks, C99_of_what_runs_name_their_source) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::pause();
    ::_exit(0);
  }
  const std::string stacks = stacks_of({child}, "stacks of what runs", "off");
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_THAT(stacks,
              testing::StartsWith("parallel-testing: stacks of what runs:\n"));
  EXPECT_THAT(stacks, HasSubstr("process " + std::to_string(child) + ": "));
}

}  // namespace
}  // namespace parallel_testing::run_command
