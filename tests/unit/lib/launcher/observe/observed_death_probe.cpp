// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Death tests of GoogleTest in both of its styles.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

namespace {

[[noreturn]] void die() {
  std::fputs("dies as intended\n", stderr);
  std::abort();
}

TEST(death, is_seen_in_a_fork) {
  GTEST_FLAG_SET(death_test_style, "fast");
  EXPECT_DEATH(die(), "dies as intended");
  EXPECT_EXIT(std::exit(3), testing::ExitedWithCode(3), "");
}

TEST(death, is_seen_in_a_new_program) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(die(), "dies as intended");
}

}  // namespace
