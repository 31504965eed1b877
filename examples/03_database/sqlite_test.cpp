// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <parallel_testing/gtest.hpp>
#include <parallel_testing/sqlite.hpp>

#include "sqlite_orders.hpp"

namespace sqlite = parallel_testing::sqlite;

// A file for each test, copied from a template that is built once per run.
struct OrdersInAFile : testing::Test {
  sqlite::template_database schema{"orders", shop::schema};
  sqlite::scoped_database file{schema};
};

TEST_F(OrdersInAFile, AreAdded) {
  sqlite::connection open = file.connect();
  shop::add_order(open.native(), "ink", 1);
  EXPECT_EQ(shop::count_orders(open.native()), 2);
}

TEST_F(OrdersInAFile, AreSeenByOtherConnections) {
  sqlite::connection open = file.connect();
  shop::add_order(open.native(), "ink", 1);
  EXPECT_EQ(file.connect().value("SELECT count(*) FROM orders"), "2");
}

// One file for all tests of a worker; each test's changes are rolled back,
// even what the code under test commits.
struct OrdersInASession : testing::Test {
  sqlite::template_database schema{"orders", shop::schema};
  sqlite::worker_database file{"orders", schema};
  sqlite::connection open = file.connect();
  sqlite::transaction_session session{open};
};

TEST_F(OrdersInASession, AreAdded) {
  shop::add_order(open.native(), "ink", 1);
  EXPECT_EQ(shop::count_orders(open.native()), 2);
}

TEST_F(OrdersInASession, AreRefused) {
  EXPECT_THROW(shop::add_order(open.native(), "pen", 1), std::runtime_error);
  EXPECT_EQ(shop::count_orders(open.native()), 1);
}
