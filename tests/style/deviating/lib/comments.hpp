// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

struct counted {
  // Two of them.
  int count = 2;
  int sum = 0;  // of all
};

// The sum of both.
inline int sum_of(const counted& one, const counted& other) {
  /// In the order of the parameters.
  return one.sum + other.sum;
}
