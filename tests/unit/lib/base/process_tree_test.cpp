// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/process_tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "base/process_info.hpp"

namespace parallel_testing {
namespace {

using testing::HasSubstr;

TEST(process_tree, this_process_is_below_its_parent) {
  bool is_found = false;
  for (const process_status& each : descendants_of(::getppid())) {
    is_found = is_found || each.pid == ::getpid();
  }
  EXPECT_TRUE(is_found);
  EXPECT_THAT(command_of(::getpid()), HasSubstr("lib_system_test"));
}

TEST(process_tree, one_that_exits_is_dying_and_one_that_runs_is_not) {
  EXPECT_TRUE(is_dying({1, 1, 'Z', 0, ""}));
  EXPECT_TRUE(is_dying({1, 1, 'R', 0x4, ""}));
  EXPECT_FALSE(is_dying({::getpid(), 1, 'S', 0, ""}));
}

}  // namespace
}  // namespace parallel_testing
