// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <parallel_testing/gtest.hpp>
#include <parallel_testing/postgresql.hpp>

namespace pg = parallel_testing::postgresql;

constexpr const char* schema =
    "CREATE TABLE orders(product text UNIQUE, count int CHECK (count > 0));"
    "INSERT INTO orders VALUES ('pen', 3)";
constexpr const char* count_orders = "SELECT count(*) FROM orders";

// For code that commits or connects by itself: a clone for each test.
struct OrdersInAClone : testing::Test {
  pg::template_database source{"orders", schema};
  pg::scoped_database mine{source};
};

TEST_F(OrdersInAClone, AreCommitted) {
  pg::connection open(mine.settings());  // my::orders(…conninfo())
  open.execute("BEGIN; INSERT INTO orders VALUES ('ink', 1); COMMIT");
  EXPECT_EQ(pg::connection(mine.settings()).value(count_orders), "2");
}

TEST_F(OrdersInAClone, AreRemoved) {
  pg::connection(mine.settings()).execute("DELETE FROM orders");
  EXPECT_EQ(pg::connection(mine.settings()).value(count_orders), "0");
}

// For code that uses one connection and leaves transactions to its caller: all
// tests of a worker use one database, and everything is rolled back.
struct OrdersInASession : testing::Test {
  pg::template_database source{"orders", schema};
  pg::worker_database shared{source};
  pg::connection open{shared.settings()};
  pg::transaction_session session{open};
};

TEST_F(OrdersInASession, AreAdded) {
  open.execute("INSERT INTO orders VALUES ('ink', 1)");
  EXPECT_EQ(open.value(count_orders), "2");
}

TEST_F(OrdersInASession, AreRefused) {
  EXPECT_THROW(open.execute("INSERT INTO orders VALUES ('pen', 1)"),
               parallel_testing::error);
}

TEST(Server, IsReady) {
  pg::requirements needed;
  needed.minimum_version = 130000;
  needed.extensions = {"plpgsql"};
  needed.connections_per_worker = 2;
  pg::ensure_ready(needed);
}
