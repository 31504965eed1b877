// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <filesystem>
#include <fstream>
#include <parallel_testing/gtest.hpp>

namespace pt = parallel_testing;

TEST(Orders, Total) {
  EXPECT_EQ(2 * 21, 42);
}

// The export forgets the second file: the test is in quarantine.
TEST(Export, WritesBothFiles) {
  pt::temp_dir dir;
  std::ofstream(dir.path() / "orders.csv") << "1;42\n";
  EXPECT_TRUE(std::filesystem::exists(dir.path() / "orders.csv"));
  EXPECT_TRUE(std::filesystem::exists(dir.path() / "customers.csv"));
}
