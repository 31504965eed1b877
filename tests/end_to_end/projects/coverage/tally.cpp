// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <cstdlib>

#include "shop/shop.hpp"

int main(int argc, char** argv) {
  const int pieces = argc > 1 ? std::atoi(argv[1]) : 0;
  return shop::more(pieces) > pieces ? 0 : 1;
}
