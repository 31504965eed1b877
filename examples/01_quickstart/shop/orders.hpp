// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <string>

#include "shop/database.hpp"

namespace shop {

/// Migrates the tables of an older version to this one.
void migrate_orders(database& orders);

/// Adds an order at the price that the price service names. Throws
/// std::invalid_argument for a count below 1.
void place_order(database& orders, const std::string& item, int count,
                 std::uint16_t price_service_port);

long long order_total(database& orders);

}  // namespace shop
