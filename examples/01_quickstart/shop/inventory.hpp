// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

#include "shop/database.hpp"

namespace shop {

void create_inventory(database& inventory);
void put_in(database& inventory, const std::string& item, int count);

/// Throws std::runtime_error when fewer than `count` are there.
void take_out(database& inventory, const std::string& item, int count);

long long in_stock(database& inventory, const std::string& item);

}  // namespace shop
