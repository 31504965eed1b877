// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Cases of all kinds.
#include <gtest/gtest.h>

#include <string>

TEST(Orders, AreExported) {}
TEST(Orders, DISABLED_AreLost) {}
TEST(DISABLED_Billing, Rounds) {}

class Numbers : public testing::TestWithParam<int> {};
TEST_P(Numbers, AreSmall) {}
INSTANTIATE_TEST_SUITE_P(Some, Numbers, testing::Values(4, 7));

class Texts : public testing::TestWithParam<std::string> {};
TEST_P(Texts, AreShort) {}
INSTANTIATE_TEST_SUITE_P(Some, Texts,
                         testing::Values("plain", "two words", "a,b", "(x)"));

template <typename Type>
class Typed : public testing::Test {};
using types = testing::Types<int, unsigned char>;
TYPED_TEST_SUITE(Typed, types);
TYPED_TEST(Typed, Works) {}
