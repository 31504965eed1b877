// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The entry of libFuzzer; TARGET is one of targets.hpp.
#include <cstddef>
#include <cstdint>

#include "targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  parallel_testing::fuzz::TARGET({reinterpret_cast<const char*>(data), size});
  return 0;
}
