// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fstream>
#include <parallel_testing/gtest.hpp>

namespace pt = parallel_testing;

TEST(Orders, AreExported) {
  pt::temp_dir dir;
  std::ofstream(dir / "orders.csv") << "pen,3\n";
  EXPECT_TRUE(std::ifstream(dir / "orders.csv").is_open());
}

TEST(Orders, Migrate) {
  EXPECT_EQ(1 + 1, 2);
}
PARALLEL_TESTING_MARK(Orders, Migrate, port(8080), database("orders"));
