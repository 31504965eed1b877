// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shop/inventory.hpp"

#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_macros.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <parallel_testing/catch2.hpp>
#include <stdexcept>

#include "fake_price_service.hpp"
#include "shop/price_service.hpp"

namespace pt = parallel_testing;

namespace {

// Every test gets its own directory, and so its own database file.
struct inventory_test : pt::test_fixture {
  inventory_test() { shop::create_inventory(inventory); }

  shop::database inventory{dir / "inventory.db"};
  fake_price_service prices{3, std::chrono::milliseconds(300)};
};

TEST_CASE_METHOD(inventory_test, "what was put in is in stock") {
  shop::put_in(inventory, "pen", 5);
  CHECK(shop::in_stock(inventory, "pen") == 5);
  CHECK(shop::in_stock(inventory, "desk") == 0);
}

TEST_CASE_METHOD(inventory_test, "what was taken out is gone") {
  shop::put_in(inventory, "pen", 5);
  shop::take_out(inventory, "pen", 2);
  CHECK(shop::in_stock(inventory, "pen") == 3);
}

TEST_CASE_METHOD(inventory_test, "nobody takes more than there is") {
  shop::put_in(inventory, "pen", 5);
  CHECK_THROWS_AS(shop::take_out(inventory, "pen", 6), std::runtime_error);
  CHECK(shop::in_stock(inventory, "pen") == 5);
}

TEST_CASE_METHOD(inventory_test, "stock has the value of its items", "[slow]") {
  shop::put_in(inventory, "pen", 4);
  const auto stock = shop::in_stock(inventory, "pen");
  CHECK(stock * shop::ask_price(prices.port(), "pen") == 12);
}

TEST_CASE_METHOD(inventory_test, "an empty stock is worth nothing", "[slow]") {
  const auto stock = shop::in_stock(inventory, "pen");
  CHECK(stock * shop::ask_price(prices.port(), "pen") == 0);
}

TEST_CASE_METHOD(inventory_test, "prices stay the same", "[slow]") {
  const int first = shop::ask_price(prices.port(), "pen");
  CHECK(shop::ask_price(prices.port(), "pen") == first);
}

TEST_CASE_METHOD(inventory_test, "names may have any letter: äöü", "[slow]") {
  shop::put_in(inventory, "äöü", 1);
  CHECK(shop::in_stock(inventory, "äöü") == 1);
  CHECK(shop::ask_price(prices.port(), "äöü") == 3);
}

// Two tests use the one printer: they exclude each other, but no other test.
TEST_CASE_METHOD(inventory_test, "a label is printed", "[lock:printer]") {
  CHECK(shop::ask_price(prices.port(), "label") == 3);
}

TEST_CASE_METHOD(inventory_test, "a list is printed", "[lock:printer]") {
  CHECK(shop::ask_price(prices.port(), "list") == 3);
}

// CMakeLists.txt marks these two by their names.
TEST_CASE_METHOD(inventory_test, "an audit counts everything") {
  CHECK(shop::ask_price(prices.port(), "audit") == 3);
}

TEST_CASE_METHOD(inventory_test, "an audit starts from nothing") {
  CHECK(shop::ask_price(prices.port(), "audit") == 3);
}

}  // namespace
