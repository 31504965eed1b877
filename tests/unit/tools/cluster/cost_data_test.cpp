// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cluster/cost_data.hpp"

#include <gtest/gtest.h>

namespace parallel_testing::cluster {
namespace {

TEST(join_cost_data, replaces_what_ran_again) {
  EXPECT_EQ(join_cost_data("a 1 0.5\nb c 2 3\n---\na\n",
                           {"a 1 0.7\n---\n", "", "d 1 1\n---\nd\n"}),
            "a 1 0.7\nb c 2 3\nd 1 1\n---\n");
  EXPECT_EQ(join_cost_data("", {}), "---\n");
}

}  // namespace
}  // namespace parallel_testing::cluster
