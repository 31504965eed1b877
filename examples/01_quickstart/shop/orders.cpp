// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shop/orders.hpp"

#include <stdexcept>

#include "shop/price_service.hpp"

namespace shop {

void migrate_orders(database& orders) {
  orders.run("CREATE TABLE IF NOT EXISTS orders (item TEXT, count INT)");
  const bool has_price = orders.number(
      "SELECT count(*) FROM pragma_table_info('orders') WHERE name = 'price'");
  if (!has_price) {
    orders.run("ALTER TABLE orders ADD COLUMN price INT DEFAULT 0");
  }
}

void place_order(database& orders, const std::string& item, int count,
                 std::uint16_t price_service_port) {
  if (count < 1) {
    throw std::invalid_argument("count must be at least 1");
  }
  const int price = ask_price(price_service_port, item);
  orders.run("INSERT INTO orders (item, count, price) VALUES (?, ?, ?)",
             {item, std::to_string(count), std::to_string(price)});
}

long long order_total(database& orders) {
  return orders.number("SELECT sum(count * price) FROM orders");
}

}  // namespace shop
