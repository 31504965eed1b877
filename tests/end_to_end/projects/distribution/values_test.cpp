// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What ctest shows of these is not what GoogleTest calls them, and the index of
// one is the value of another.
#include <gtest/gtest.h>

#include "cases.hpp"

namespace {

class Values : public testing::TestWithParam<int> {};

TEST_P(Values, IsNotTwo) {
  EXPECT_NE(GetParam(), 2);
}
INSTANTIATE_TEST_SUITE_P(I, Values, testing::Values(1, 2, 3));

template <class T>
class Typed : public testing::Test {};
TYPED_TEST_SUITE_P(Typed);
TYPED_TEST_P(Typed, Fits) {
  EXPECT_EQ(sizeof(TypeParam), 4U);
}
REGISTER_TYPED_TEST_SUITE_P(Typed, Fits);
using types = testing::Types<int, double>;
INSTANTIATE_TYPED_TEST_SUITE_P(My, Typed, types);

}  // namespace
