// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Cases of each kind; Check.cmake has their outcomes.
#include <cstdlib>
#include <fstream>
#include <parallel_testing/gtest.hpp>
#include <parallel_testing/parallel_testing.hpp>

namespace pt = parallel_testing;

namespace {

TEST(Versions, HasADirectory) {
  const pt::temp_dir directory;
  std::ofstream(directory / "orders.csv") << "pen,3\n";
  EXPECT_TRUE(std::ifstream(directory / "orders.csv").is_open());
}

TEST(Versions, HasAPort) {
  const pt::listening_socket socket = pt::listen_on_free_port();
  EXPECT_GT(socket.port(), 0);
}
PARALLEL_TESTING_MARK(Versions, HasAPort, port(48080), label("network"));

TEST(Versions, HasAWorker) {
  EXPECT_EQ(pt::this_worker().id().rfind("gw", 0), 0U);
}

TEST(Versions, IsAlone) {}
PARALLEL_TESTING_MARK(Versions, IsAlone, no_parallel);

TEST(Versions, Fails) {
  EXPECT_EQ(1 + 1, 3);
}

TEST(Versions, Crashes) {
  std::abort();
}

TEST(Versions, Leaves) {
  std::exit(0);
}

TEST(Versions, Skips) {
  GTEST_SKIP() << "not here";
}

TEST(Versions, DISABLED_Never) {
  FAIL();
}

class sized : public testing::TestWithParam<int> {};
TEST_P(sized, IsPositive) {
  EXPECT_GT(GetParam(), 0);
}
INSTANTIATE_TEST_SUITE_P(all, sized, testing::Values(1, 2));

template <class Type>
class typed : public testing::Test {};
using types = testing::Types<int, char>;
TYPED_TEST_SUITE(typed, types);
TYPED_TEST(typed, StartsEmpty) {
  EXPECT_EQ(TypeParam(), 0);
}

}  // namespace
