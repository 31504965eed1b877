// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shop/inventory.hpp"

#include <stdexcept>

namespace shop {

void create_inventory(database& inventory) {
  inventory.run("CREATE TABLE stock (item TEXT, count INT)");
}

void put_in(database& inventory, const std::string& item, int count) {
  inventory.run("INSERT INTO stock VALUES (?, ?)",
                {item, std::to_string(count)});
}

void take_out(database& inventory, const std::string& item, int count) {
  if (in_stock(inventory, item) < count) {
    throw std::runtime_error("not enough in stock: " + item);
  }
  put_in(inventory, item, -count);
}

long long in_stock(database& inventory, const std::string& item) {
  return inventory.number("SELECT sum(count) FROM stock WHERE item = ?",
                          {item});
}

}  // namespace shop
