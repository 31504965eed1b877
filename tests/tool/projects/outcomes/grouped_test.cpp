// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <signal.h>

#include <parallel_testing/gtest.hpp>

TEST(Grouped, Passes) {}
PARALLEL_TESTING_MARK(Grouped, Passes, lock("grouped"));

TEST(Grouped, Crashes) {
  ::signal(SIGSEGV, SIG_DFL);  // a sanitizer would report, and exit
  ::raise(SIGSEGV);
}

TEST(Grouped, Fails) {
  EXPECT_EQ(1, 2) << "numbers differ";
}

TEST(Grouped, Skips) {
  GTEST_SKIP() << "not today";
}
