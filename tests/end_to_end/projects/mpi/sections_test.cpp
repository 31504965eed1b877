// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <cstdlib>
#include <parallel_testing/catch2.hpp>

#include "ranks.hpp"

namespace {
/// MPI, from the first case that needs it to the end of the program.
void use_ranks() {
  static const int registered = [] {
    ranks::begin();
    return std::atexit(ranks::end);
  }();
  REQUIRE(registered == 0);
}
}  // namespace

TEST_CASE("section passes", "[mpi:1,2]") {
  use_ranks();
  CHECK(ranks::sum_of(1) == ranks::size());
}

TEST_CASE("section fails on rank 1", "[mpi:2]") {
  use_ranks();
  ranks::wait_for_all();
  CHECK(ranks::rank() == 0);
}

TEST_CASE("section crashes on rank 1", "[mpi:2]") {
  use_ranks();
  ranks::wait_for_all();
  if (ranks::rank() == 1) std::abort();
  ranks::wait_for_all();
}
