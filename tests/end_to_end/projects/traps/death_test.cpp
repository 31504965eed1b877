// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <parallel_testing/parallel_testing.hpp>
#include <string>

#include "note.hpp"

namespace pt = parallel_testing;

namespace {
void die() {
  std::fputs("dying on purpose\n", stderr);
  std::abort();
}
}  // namespace

class DeathTest : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override { GTEST_FLAG_SET(death_test_style, GetParam()); }
};
TEST_P(DeathTest, ChildIsNoTest) {
  const pt::temp_dir dir;
  const std::string worker = pt::this_worker().id();
  EXPECT_DEATH(die(), "dying on purpose");
  EXPECT_EXIT(std::exit(pt::this_worker().id() == worker ? 7 : 8),
              testing::ExitedWithCode(7), "");
  EXPECT_EXIT(std::exit(0), testing::ExitedWithCode(0), "");
  EXPECT_EQ(::access(dir.path().c_str(), F_OK), 0);
  EXPECT_EQ(::access(e2e::variable("TMPDIR").c_str(), F_OK), 0);
}
INSTANTIATE_TEST_SUITE_P(All, DeathTest, testing::Values("fast", "threadsafe"));
PARALLEL_TESTING_MARK_SUITE(DeathTest, lock("death"), port(19419));
