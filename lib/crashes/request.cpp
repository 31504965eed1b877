// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "request.hpp"

#include <string.h>

#include "stacks/preloading.hpp"

namespace parallel_testing::crashes {

namespace {

/// The place of the variable, nullptr when it is not set.
char** find(char** environment, const char* name) noexcept {
  const std::size_t length = ::strlen(name);
  for (char** each = environment; *each != nullptr; ++each) {
    if (::strncmp(*each, name, length) == 0 && (*each)[length] == '=') {
      return each;
    }
  }
  return nullptr;
}

void remove(char** variable) noexcept {
  for (; *variable != nullptr; ++variable) {
    *variable = *(variable + 1);
  }
}

/// Removes the last library of the list, which is this one.
const char* take_library(char** environment) noexcept {
  char** const variable = find(environment, "LD_PRELOAD");
  if (variable == nullptr) {
    return nullptr;
  }
  char* const list = *variable + ::strlen("LD_PRELOAD=");
  char* const last = ::strrchr(list, ':');
  const char* const library = last == nullptr ? list : last + 1;
  if (::strstr(library, stacks::crash_library) == nullptr) {
    return nullptr;
  }
  if (last == nullptr) {
    remove(variable);
  } else {
    *last = '\0';
  }
  return library;
}

}  // namespace

request take_request(char** environment) noexcept {
  request result;
  result.library = take_library(environment);
  char** const variable = find(environment, stacks::crash_variable);
  if (variable == nullptr) {
    return {};
  }
  result.variable = *variable;
  remove(variable);
  const char* const program = ::strchr(result.variable, '=') + 1;
  const char* const test = ::strchr(program, ':');
  if (test == nullptr || result.library == nullptr) {
    return {};
  }
  result.program = {program, static_cast<std::size_t>(test - program)};
  result.test = test + 1;
  return result;
}

}  // namespace parallel_testing::crashes
