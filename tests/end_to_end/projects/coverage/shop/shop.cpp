// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shop/shop.hpp"

namespace shop {

int price(int pieces) {
  if (pieces > 10) {
    return sum(pieces, pieces) - 10;
  }
  return larger(pieces, 1);
}

std::string name_of(int pieces) {
  return pieces == 1 ? "piece" : "pieces";
}

}  // namespace shop
