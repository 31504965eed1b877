// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <doctest/doctest.h>

#include "odd_names.hpp"

#line 100
TEST_CASE("twin") {
  say("twin (odd_doctest_twin.cpp:100)");
}
