// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// CASE_COUNT cases in one parametrised suite.
#include <gtest/gtest.h>

namespace {

class Numbers : public ::testing::TestWithParam<int> {};

TEST_P(Numbers, AreNotNegative) {
  EXPECT_GE(GetParam(), 0);
}

INSTANTIATE_TEST_SUITE_P(Many, Numbers, ::testing::Range(0, CASE_COUNT));

}  // namespace
