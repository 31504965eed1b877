// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "orders.hpp"

namespace orders {

int price(int pieces, int price_of_one) {
  const int full = pieces * price_of_one;
  if (pieces >= 10) {
    return full - full / 10;
  }
  return full;
}

int days_to_deliver(int pieces) {
  if (pieces > 1000) {
    return 10;  // No test comes here.
  }
  return 2;
}

}  // namespace orders
