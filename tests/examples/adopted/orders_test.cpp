// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdio>
#include <fstream>
#include <string>

namespace {

/// The cases disturb each other if two of them are here at the same time.
void write_and_read(const std::string& text) {
  ASSERT_EQ(mkdir("orders", 0700), 0) << "another case is here";
  std::ofstream("orders/list.txt") << text;
  std::string found;
  for (int again = 0; again < 2000; ++again) {
    std::getline(std::ifstream("orders/list.txt"), found);
    EXPECT_EQ(found, text);
  }
  std::remove("orders/list.txt");
  std::remove("orders");
}

}  // namespace

TEST(Orders, Pens) {
  write_and_read("pens");
}

TEST(Orders, Ink) {
  write_and_read("ink");
}

TEST(Orders, Paper) {
  write_and_read("paper");
}

TEST(Orders, Nothing) {
  EXPECT_EQ(1 + 1, 2);
}
