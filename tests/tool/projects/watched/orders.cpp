// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace {

std::string in_folder(const char* name) {
  const char* const folder = std::getenv("WATCHED_FOLDER");
  return std::string(folder == nullptr ? "/nowhere" : folder) + "/" + name;
}

TEST(Orders, export_writes_a_file) {
  std::ofstream(in_folder("orders.csv")) << "one\n";
}

TEST(Orders, import_reads_it) {
  std::string line;
  std::ifstream(in_folder("orders.csv")) >> line;
  EXPECT_EQ(line, "one");
}

TEST(Orders, DISABLED_never_runs) {
  FAIL();
}

class OrderOf : public testing::TestWithParam<int> {};
TEST_P(OrderOf, counts) {
  EXPECT_GT(GetParam(), 0);
}
INSTANTIATE_TEST_SUITE_P(Few, OrderOf, testing::Values(1, 2));

}  // namespace
