// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shop/orders.hpp"

#include <gtest/gtest.h>

#include <parallel_testing/gtest.hpp>
#include <stdexcept>

#include "fake_price_service.hpp"

namespace pt = parallel_testing;

namespace {

// Every test gets its own directory, and so its own database file.
class Orders : public pt::test {
 protected:
  void SetUp() override { shop::migrate_orders(orders); }

  shop::database orders{dir() / "orders.db"};
};

TEST_F(Orders, CostWhatTheServiceSays) {
  const fake_price_service prices(7);
  shop::place_order(orders, "pen", 3, prices.port());
  EXPECT_EQ(shop::order_total(orders), 21);
}

TEST_F(Orders, AddUp) {
  const fake_price_service cheap(1);
  const fake_price_service dear(100);
  shop::place_order(orders, "pen", 5, cheap.port());
  shop::place_order(orders, "desk", 2, dear.port());
  EXPECT_EQ(shop::order_total(orders), 205);
}

TEST_F(Orders, NeedAtLeastOneItem) {
  const fake_price_service prices(7);
  EXPECT_THROW(shop::place_order(orders, "pen", 0, prices.port()),
               std::invalid_argument);
}

TEST_F(Orders, FailWithoutAPrice) {
  const pt::reserved_port nobody_listens = pt::reserve_port();
  EXPECT_THROW(shop::place_order(orders, "pen", 1, nobody_listens.number()),
               std::runtime_error);
  EXPECT_EQ(shop::order_total(orders), 0);
}

// These two tests use the one database that the whole team shares, so they must
// not run at the same time. CTest starts them one after the other, and a kernel
// lock separates them even if something else starts them.
TEST(SharedOrders, Migrate) {
  shop::database orders(SHARED_DATABASE);
  orders.run("DROP TABLE IF EXISTS orders");
  orders.run("CREATE TABLE orders (item TEXT, count INT)");
  orders.run("INSERT INTO orders VALUES ('pen', 4)");
  shop::migrate_orders(orders);
  EXPECT_EQ(orders.number("SELECT count FROM orders WHERE price = 0"), 4);
}
PARALLEL_TESTING_MARK(SharedOrders, Migrate, database("orders"), label("db"));

TEST(SharedOrders, StartEmpty) {
  const fake_price_service prices(7);
  shop::database orders(SHARED_DATABASE);
  orders.run("DROP TABLE IF EXISTS orders");
  shop::migrate_orders(orders);
  EXPECT_EQ(shop::order_total(orders), 0);
  shop::place_order(orders, "pen", 1, prices.port());
  EXPECT_EQ(shop::order_total(orders), 7);
}
PARALLEL_TESTING_MARK(SharedOrders, StartEmpty, database("orders"),
                      label("db"));

class OrdersOf : public pt::basic_test<testing::TestWithParam<int>> {};

TEST_P(OrdersOf, ManyItemsCostTheSumOfAll) {
  const fake_price_service prices(GetParam());
  shop::database orders(dir() / "orders.db");
  shop::migrate_orders(orders);
  shop::place_order(orders, "pen", 10, prices.port());
  EXPECT_EQ(shop::order_total(orders), 10 * GetParam());
}
INSTANTIATE_TEST_SUITE_P(AnyPrice, OrdersOf,
                         testing::Values(0, 1, 2, 3, 5, 8, 13, 21));
PARALLEL_TESTING_MARK_SUITE(OrdersOf, label("slow"));

// Measures time, so no other test may run at the same time.
TEST_F(Orders, AreStoredQuickly) {
  const fake_price_service prices(7, std::chrono::milliseconds(0));
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 10; ++i) {
    shop::place_order(orders, "pen", 1, prices.port());
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}
PARALLEL_TESTING_MARK(Orders, AreStoredQuickly, no_parallel);

}  // namespace
