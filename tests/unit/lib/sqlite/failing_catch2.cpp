// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Tests that fail because of what their session reports.
#include <parallel_testing/catch2.hpp>
#include <parallel_testing/sqlite.hpp>
#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#else
#include <catch2/catch.hpp>
#endif

namespace sqlite = parallel_testing::sqlite;

TEST_CASE("reports") {
  sqlite::connection open(":memory:");
  sqlite::transaction_session session(open);
  open.execute("COMMIT");
}

TEST_CASE("is fine") {
  sqlite::connection open(":memory:");
  sqlite::transaction_session session(open);
  open.execute("BEGIN; COMMIT");
}
