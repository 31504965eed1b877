// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_FORMAT_HPP
#define PARALLEL_TESTING_SRC_FORMAT_HPP

// fmt under an inline namespace of our own: a program under test may bring
// another fmt, or be fmt, and neither may see the other's symbols. What
// fmt::format() calls is in format.cpp alone.
#define FMT_BEGIN_NAMESPACE \
  namespace fmt {           \
  inline namespace parallel_testing_private {
#define FMT_END_NAMESPACE \
  }                       \
  }
#include <fmt/core.h>

#endif
