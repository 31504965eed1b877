// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "missing_nodiscard.hpp"

int number_of(const numbered& each) {
  return each.number();
}
