// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Cases of all kinds, for versions 2 and 3.
#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#else
#ifndef CATCH2_IS_LINKED
#define CATCH_CONFIG_MAIN
#endif
#include <catch2/catch.hpp>
#endif

TEST_CASE("orders_are_exported", "[orders][alpha]") {}
TEST_CASE("orders: two words, a comma", "[orders][beta]") {}
TEST_CASE("with [brackets]", "[odd]") {}
SCENARIO("a scenario", "[billing]") {}
