// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fstream>
#include <parallel_testing/gtest.hpp>

TEST(Orders, AreExported) {
  parallel_testing::temp_dir dir;
  std::ofstream(dir / "orders.csv") << "pen,3\n";
  EXPECT_TRUE(std::ifstream(dir / "orders.csv").is_open());
}
