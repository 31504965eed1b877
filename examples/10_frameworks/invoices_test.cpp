// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fstream>
#include <parallel_testing/doctest.hpp>

namespace pt = parallel_testing;

TEST_CASE_FIXTURE(pt::test_fixture, "invoices are written") {
  std::ofstream(dir / "invoice.txt") << "pen: 3\n";
  CHECK(std::ifstream(dir / "invoice.txt").is_open());
}

TEST_SUITE("server" * pt::mark(pt::port(8080))) {
  TEST_CASE("answers" * pt::mark(pt::label("slow"))) {
    SUBCASE("a request") {
      CHECK(1 + 1 == 2);
    }
    SUBCASE("no request") {
      CHECK(1 + 1 != 3);
    }
  }
}

// Also in the text of a suite or a description.
TEST_CASE("migrate" * doctest::description("[database:orders]")) {
  CHECK(true);
}
