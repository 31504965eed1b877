// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How a library that was loaded by LD_PRELOAD finds its request in the
// environment, and removes both. Requires only the C library, because it is
// part of libraries that are loaded into programs of any kind (`lib/crashes`,
// `lib/clock`).
#pragma once

#include <limits.h>

namespace parallel_testing::preloaded {

/// Removes the variable. Returns its text, "NAME=value", or nullptr if it is
/// not set.
char* take_variable(char** environment, const char* name) noexcept;

/// Removes the library with this file name from LD_PRELOAD and writes its path
/// to `path`. Other libraries stay. Returns false if it is not in the list.
bool take_library(char** environment, const char* file_name,
                  char (&path)[PATH_MAX]) noexcept;

}  // namespace parallel_testing::preloaded
