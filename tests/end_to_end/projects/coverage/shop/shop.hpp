// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

namespace shop {

/// Adds one to the other, one by one, so that counts are worth looking at.
inline int sum(int one, int other) {
  int result = one;
  for (int count = 0; count < other; ++count) {
    ++result;
  }
  return result;
}

template <class Number>
Number larger(Number one, Number other) {
  return one < other ? other : one;
}

int price(int pieces);
int more(int pieces);
std::string name_of(int pieces);

}  // namespace shop
