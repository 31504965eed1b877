// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <parallel_testing/gtest.hpp>
#include <string>
#include <vector>

#include "note.hpp"
#include "ranks.hpp"

namespace pt = parallel_testing;

namespace {

struct all_ranks : testing::Environment {
  void SetUp() override { ranks::begin(); }
  void TearDown() override { ranks::end(); }
};
const auto* const environment =
    testing::AddGlobalTestEnvironment(new all_ranks);

TEST(Ranks, ShareOneTest) {
  EXPECT_EQ(ranks::size(), 2);
  EXPECT_EQ(pt::mpi::rank(), ranks::rank());
  EXPECT_EQ(pt::mpi::size(), ranks::size());
  const pt::mpi::temp_dir dir;
  const pt::mpi::temp_dir other;
  const pt::mpi::temp_dir named("state");
  EXPECT_NE(dir.path(), other.path());
  if (ranks::rank() == 0) std::ofstream(named / "file") << "written";
  ranks::wait_for_all();
  std::string text;
  std::ifstream(named / "file") >> text;
  EXPECT_EQ(text, "written");
  e2e::note("share", pt::this_worker().id() + " " + e2e::variable("TMPDIR") +
                         " " + dir.path().native() + " " +
                         e2e::variable("PARALLEL_TESTING_PORT_1"));
}
PARALLEL_TESTING_MARK(Ranks, ShareOneTest, mpi(2), ports(1), lock("ranks"));

TEST(Ranks, PassWithSeveralCounts) {
  e2e::note("size", std::to_string(ranks::size()));
  EXPECT_EQ(ranks::sum_of(1), ranks::size());
}
PARALLEL_TESTING_MARK(Ranks, PassWithSeveralCounts, mpi(1, 2), lock("ranks"));

TEST(Bad, FailsOnRank1) {
  ranks::wait_for_all();
  EXPECT_EQ(ranks::rank(), 0) << "odd";
}

TEST(Bad, CrashesOnRank1) {
  ranks::wait_for_all();
  if (ranks::rank() == 1) std::abort();
  ranks::wait_for_all();
}

TEST(Bad, EndsOnRank1) {
  if (ranks::rank() == 1) std::exit(0);
  ranks::wait_for_all();
}

TEST(Bad, HangsOnRank1) {
  if (ranks::rank() == 1) ranks::wait_for_nothing();
}
PARALLEL_TESTING_MARK(Bad, HangsOnRank1, timeout(4s));

PARALLEL_TESTING_MARK_SUITE(Bad, mpi(2));

TEST(Skips, OnBothRanks) {
  GTEST_SKIP() << "not today";
}
TEST(Skips, OnRank1) {
  if (ranks::rank() == 1) GTEST_SKIP();
}
PARALLEL_TESTING_MARK_SUITE(Skips, mpi(2));

/// With collective calls where only the first and the last case of the suite
/// pay attention.
struct Collective : testing::Test {
  static void SetUpTestSuite() { sum = ranks::sum_of(21); }
  static void TearDownTestSuite() { ranks::wait_for_all(); }
  static int sum;
};
int Collective::sum = 0;

TEST_F(Collective, SetUp) {
  EXPECT_EQ(sum, 42);
}
PARALLEL_TESTING_MARK_SUITE(Collective, mpi(2));

/// Started on two ranks by a program of the project.
TEST(Copied, Passes) {
  ranks::wait_for_all();
  EXPECT_EQ(pt::mpi::size(), 2);
  e2e::note("copied", pt::this_worker().id() + " " + e2e::variable("TMPDIR"));
}
PARALLEL_TESTING_MARK(Copied, Passes, lock("ranks"));
TEST(Copied, FailsOnRank1) {
  ranks::wait_for_all();
  EXPECT_EQ(ranks::rank(), 0) << "odd";
}

/// Rank 1 has fewer cases than rank 0.
struct Fewer : testing::TestWithParam<int> {};
TEST_P(Fewer, OnRank1) {
  EXPECT_GE(GetParam(), 0);
}
std::vector<int> numbers() {
  return pt::mpi::rank() == 1 ? std::vector<int>{0} : std::vector<int>{0, 1};
}
INSTANTIATE_TEST_SUITE_P(Some, Fewer, testing::ValuesIn(numbers()));
PARALLEL_TESTING_MARK_SUITE(Fewer, mpi(2));

}  // namespace
