// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Cases of each kind; Check.cmake has their outcomes.
#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#else
#include <catch2/catch.hpp>
#endif
#include <cstdlib>
#include <parallel_testing/catch2.hpp>
#include <parallel_testing/parallel_testing.hpp>

namespace pt = parallel_testing;

TEST_CASE("has a directory") {
  const pt::temp_dir directory;
  CHECK(!directory.path().empty());
}

TEST_CASE("is alone", "[no_parallel]") {}

TEST_CASE("has a port", "[port:48080]") {
  SECTION("one") {
    CHECK(pt::listen_on_free_port().port() > 0);
  }
  SECTION("two") {
    CHECK(pt::listen_on_free_port().port() > 0);
  }
}

TEST_CASE("fails, as expected") {
  CHECK(1 + 1 == 3);
}

TEST_CASE("crashes") {
  std::abort();
}

TEST_CASE("leaves") {
  std::exit(0);
}
