// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

// fmt in a private inline namespace: a test program may link another fmt, or be
// fmt itself, and the two must not share symbols. Only format.cpp contains the
// functions that fmt::format() calls.
#define FMT_BEGIN_NAMESPACE \
  namespace fmt {           \
  inline namespace parallel_testing_private {
#define FMT_END_NAMESPACE \
  }                       \
  }
#include <fmt/core.h>
