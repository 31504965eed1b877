// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cluster/work_files.hpp"

#include <gtest/gtest.h>

namespace parallel_testing::cluster {
namespace {

TEST(node_run_id, is_valid_and_different_for_each_node) {
  EXPECT_EQ(node_run_id("abc", "n1"), "abc.n1");
  const std::string longest(64, 'r');
  EXPECT_EQ(node_run_id(longest, "n1").size(), 64U);
  EXPECT_NE(node_run_id(longest, "n1"), node_run_id(longest, "n2"));
  EXPECT_LE(node_run_id("r", std::string(200, 'n')).size(), 64U);
}

}  // namespace
}  // namespace parallel_testing::cluster
