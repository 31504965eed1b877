// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/names/paths.hpp"

#include <gtest/gtest.h>

namespace parallel_testing::launcher {
namespace {

TEST(plain_path, leaves_out_parts_that_lead_nowhere) {
  EXPECT_EQ(plain_path("/a/b"), "/a/b");
  EXPECT_EQ(plain_path("/a//b/./c/../d/"), "/a/b/d");
  EXPECT_EQ(plain_path("/../.."), "/");
  EXPECT_EQ(plain_path("/.hidden/..x"), "/.hidden/..x");
}

}  // namespace
}  // namespace parallel_testing::launcher
