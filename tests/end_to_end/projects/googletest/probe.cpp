// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <cstdio>
#include <parallel_testing/parallel_testing.hpp>

int main() {
  std::printf("%s", parallel_testing::this_worker().id().c_str());
}
