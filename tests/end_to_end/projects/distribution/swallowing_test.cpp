// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A main function that does not pass on its arguments.
#include <gtest/gtest.h>

#include "cases.hpp"

namespace {

TEST(Some, Case) {
  e2e::note("ran", "Some.Case");
}

TEST(Other, Case) {
  e2e::note("ran", "Other.Case");
}

}  // namespace

int main() {
  ::testing::InitGoogleTest();
  return RUN_ALL_TESTS();
}
