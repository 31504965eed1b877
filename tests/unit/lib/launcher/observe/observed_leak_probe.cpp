// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Loses memory, which its sanitizer finds at its end.
#include <cstdlib>

namespace {
void* volatile lost = nullptr;
}

int main() {
  constexpr std::size_t size = 4711;
  lost = std::malloc(size);
  lost = nullptr;
  return 0;
}
