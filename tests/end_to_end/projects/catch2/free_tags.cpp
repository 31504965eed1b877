// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#else
#include <catch2/catch.hpp>
#endif

TEST_CASE("one", "[lock:held][serial]") {
  REQUIRE(true);
}
TEST_CASE("two", "[lock:held][timeout:never]") {
  REQUIRE(true);
}
TEST_CASE("three", "[lock:held][prot:80]") {
  REQUIRE(true);
}
TEST_CASE("four", "[lock:held][prot:80]") {
  REQUIRE(true);
}
