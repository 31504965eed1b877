// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string_view>

namespace parallel_testing::crashes {

/// What the environment of this process asks for. The texts live as long as
/// the process.
struct request {
  std::string_view program = {};   ///< reads stacks; "" when nothing is asked
  std::string_view test = {};      ///< "" when it is not known
  const char* variable = nullptr;  ///< PARALLEL_TESTING_CRASHES=...
  const char* library = nullptr;   ///< the path of this library
};

/// Reads it, and removes it from the environment: the program sees the one that
/// it would have without this library.
request take_request(char** environment) noexcept;

}  // namespace parallel_testing::crashes
