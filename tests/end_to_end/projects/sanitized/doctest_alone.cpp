// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

TEST_CASE("fails") {
  CHECK(1 == 2);
}

TEST_CASE("bad_address") {
  int* volatile place = nullptr;
  *place = 1;
}
