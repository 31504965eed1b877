// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gtest/gtest.h>

TEST(Orders, AreSaved) {
  EXPECT_EQ(1 + 1, 2);
}
