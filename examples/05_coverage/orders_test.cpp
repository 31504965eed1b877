// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "orders.hpp"

#include <gtest/gtest.h>

TEST(Price, FewPieces) {
  EXPECT_EQ(orders::price(3, 100), 300);
}

TEST(Price, ManyPieces) {
  EXPECT_EQ(orders::price(10, 100), 900);
}

TEST(Delivery, IsQuick) {
  EXPECT_EQ(orders::days_to_deliver(3), 2);
}
