// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
int least(int one, int other) {
  if (other < one) return other;
  return one;
}
