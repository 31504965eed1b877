// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process_tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "base/process_info.hpp"

namespace parallel_testing::launcher {
namespace {

using testing::HasSubstr;

TEST(process_tree, C74_a_command_with_blanks_and_parentheses_is_read) {
  const tree_process read = parse_stat(
      "4711 (a) b (c) S 42 4711 4711 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 9");
  EXPECT_EQ(read.pid, 4711);
  EXPECT_EQ(read.parent, 42);
  EXPECT_EQ(read.state, 'S');
  EXPECT_EQ(read.flags, 4194560U);
}

TEST(process_tree, C74_what_is_no_status_is_no_process) {
  for (const char* text : {"", "4711", "x (a) S 1 2 3 4 5 6", "1 (a)",
                           "1 (a) SS 1 2 3 4 5 6", "1 (a) S 1"}) {
    EXPECT_EQ(parse_stat(text).pid, 0) << text;
  }
}

TEST(process_tree, this_process_is_below_its_parent) {
  bool is_found = false;
  for (const tree_process& each : descendants_of(::getppid())) {
    is_found = is_found || each.pid == ::getpid();
  }
  EXPECT_TRUE(is_found);
  EXPECT_THAT(command_of(::getpid()), HasSubstr("tools_launcher_pure_test"));
}

TEST(process_tree, one_that_exits_is_dying_and_one_that_runs_is_not) {
  EXPECT_TRUE(is_dying({1, 1, 'Z', 0}));
  EXPECT_TRUE(is_dying({1, 1, 'R', 0x4}));
  EXPECT_FALSE(is_dying({::getpid(), 1, 'S', 0}));
}

}  // namespace
}  // namespace parallel_testing::launcher
