// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/preloaded.hpp"

#include <string.h>

#include <cstddef>

namespace parallel_testing::preloaded {

namespace {

/// The place of the variable, nullptr when it is not set.
char** find_variable(char** environment, const char* name) noexcept {
  const std::size_t length = ::strlen(name);
  for (char** each = environment; *each != nullptr; ++each) {
    if (::strncmp(*each, name, length) == 0 && (*each)[length] == '=') {
      return each;
    }
  }
  return nullptr;
}

void remove_variable(char** variable) noexcept {
  for (; *variable != nullptr; ++variable) {
    *variable = *(variable + 1);
  }
}

bool is_path_of(const char* path, std::size_t length,
                const char* file_name) noexcept {
  const std::size_t name = ::strlen(file_name);
  return length > name && path[length - name - 1] == '/' &&
         ::memcmp(path + length - name, file_name, name) == 0;
}

}  // namespace

char* take_variable(char** environment, const char* name) noexcept {
  char** const variable = find_variable(environment, name);
  if (variable == nullptr) {
    return nullptr;
  }
  char* const text = *variable;
  remove_variable(variable);
  return text;
}

bool take_library(char** environment, const char* file_name,
                  char (&path)[PATH_MAX]) noexcept {
  constexpr const char* separators = ": ";
  char** const variable = find_variable(environment, "LD_PRELOAD");
  if (variable == nullptr) {
    return false;
  }
  char* const list = ::strchr(*variable, '=') + 1;
  for (char* item = list; *item != '\0';) {
    const std::size_t length = ::strcspn(item, separators);
    if (!is_path_of(item, length, file_name) || length >= sizeof path) {
      item += length + (item[length] == '\0' ? 0 : 1);
      continue;
    }
    ::memcpy(path, item, length);
    path[length] = '\0';
    // One separator goes with it: the one after it, or else the one before.
    char* const rest = item + length + (item[length] == '\0' ? 0 : 1);
    char* const from = *rest == '\0' && item != list ? item - 1 : item;
    ::memmove(from, rest, ::strlen(rest) + 1);
    if (*list == '\0') {
      remove_variable(variable);
    }
    return true;
  }
  return false;
}

}  // namespace parallel_testing::preloaded
