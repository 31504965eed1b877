// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "request.hpp"

#include <string.h>

#include "base/preloaded.hpp"
#include "stacks/preloading.hpp"

namespace parallel_testing::crashes {

request take_request(char** environment) noexcept {
  static char library[PATH_MAX];
  request result;
  const bool is_loaded =
      preloaded::take_library(environment, stacks::crash_library, library);
  result.variable =
      preloaded::take_variable(environment, stacks::crash_variable);
  if (result.variable == nullptr) {
    return {};
  }
  const char* const program = ::strchr(result.variable, '=') + 1;
  const char* const test = ::strchr(program, ':');
  if (test == nullptr || !is_loaded) {
    return {};
  }
  result.library = library;
  result.program = {program, static_cast<std::size_t>(test - program)};
  result.test = test + 1;
  return result;
}

}  // namespace parallel_testing::crashes
