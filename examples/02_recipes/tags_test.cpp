// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#else
#include <catch2/catch.hpp>
#endif

TEST_CASE("orders migrate", "[database:orders][port:18081][slow]") {
  REQUIRE(1 + 1 == 2);
}

TEST_CASE("the clock is exact", "[no_parallel]") {
  REQUIRE(true);
}
