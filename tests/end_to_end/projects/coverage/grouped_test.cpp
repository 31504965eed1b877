// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gtest/gtest.h>

#include <cstdlib>

#include "shop/shop.hpp"

namespace {
/// What each start of the program counts.
const int at_start = shop::more(2);
}  // namespace

TEST(Grouped, One) {
  EXPECT_EQ(at_start, 3);
  EXPECT_EQ(shop::more(5), 6);
}

TEST(Grouped, Two) {
  EXPECT_EQ(shop::name_of(2), "pieces");
}

TEST(Grouped, Three) {
  if (std::getenv("E2E_CRASH") != nullptr) std::abort();
}

TEST(Grouped, Four) {
  EXPECT_EQ(shop::price(11), 12);
}
