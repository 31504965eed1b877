// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdio>

inline void say(const char* name) {
  std::printf("I am <%s>\n", name);
}

#define TEN_TIMES(text) text text text text text text text text text text
// More than 300 characters.
#define LONG_NAME TEN_TIMES("a very long name, [x] & more! ") "end"
