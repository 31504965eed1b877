// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Writes coverage data at its end.
int main() {
  return 0;
}
