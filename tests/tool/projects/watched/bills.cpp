// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#if CATCH2_VERSION == 3
#include <catch2/catch_test_macros.hpp>
#else
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
#endif

TEST_CASE("a bill, [paid] \"twice\"", "[bills]") {
  CHECK(true);
}
TEST_CASE("another bill") {
  CHECK(true);
}
TEST_CASE("a hidden bill", "[.]") {
  CHECK(false);
}
