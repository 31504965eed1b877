// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shop/shop.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <parallel_testing/gtest.hpp>

TEST(Shop, FewPieces) {
  EXPECT_EQ(shop::price(3), 3);
}

TEST(Shop, ManyPieces) {
  EXPECT_EQ(shop::price(20), 30);
}

TEST(Shop, Names) {
  EXPECT_EQ(shop::name_of(1), "piece");
}

// The parent counted before, and both count after.
TEST(Shop, Forks) {
  EXPECT_EQ(shop::more(1), 2);
  const pid_t child = fork();
  if (child == 0) std::exit(shop::more(4) - 5);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(shop::more(2), 3);
}

TEST(Shop, IsIsolated) {
  EXPECT_EQ(shop::more(7), 8);
}
PARALLEL_TESTING_MARK(Shop, IsIsolated, isolate);

TEST(Shop, Crashes) {
  EXPECT_EQ(shop::more(-1), 0);
  if (std::getenv("E2E_CRASH") != nullptr) std::abort();
}
