// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/nearest.hpp"

#include <gtest/gtest.h>

namespace parallel_testing::tools {
namespace {

TEST(nearest_name, is_the_one_with_the_fewest_edits) {
  EXPECT_EQ(nearest_name("reprot", {"run", "report", "repeat"}), "report");
  EXPECT_EQ(nearest_name("Orders.Migrat", {"Orders.Migrates", "Orders.Are"}),
            "Orders.Migrates");
}

TEST(nearest_name, is_empty_when_nothing_is_near) {
  EXPECT_EQ(nearest_name("explain", {"run", "clean"}), "");
  EXPECT_EQ(nearest_name("run", {}), "");
  EXPECT_EQ(nearest_name("", {"run"}), "");
}

}  // namespace
}  // namespace parallel_testing::tools
