// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>  // has the macros of the standard library

/// Keeps a test program from being linked with a library whose standard library
/// settings do not match: the library is compiled only once. C++11.
///
/// _GLIBCXX_DEBUG changes the layout of containers, so no container crosses the
/// boundary of the library. Functions that return or take one are inline, in a
/// namespace that is named after the layout, so that the linker keeps them
/// apart where a program has both.
///
/// Strings and paths keep their layout and do cross the boundary. Where their
/// layout differs for another reason, linking fails because the symbol declared
/// below is missing.

#ifdef _GLIBCXX_DEBUG
#define PARALLEL_TESTING_CONTAINERS checked_containers
#else
#define PARALLEL_TESTING_CONTAINERS plain_containers
#endif

#if defined(_LIBCPP_VERSION)
#define PARALLEL_TESTING_STRINGS \
  ParallelTesting_must_be_built_with_libcxx_as_this_target_is
#elif defined(_GLIBCXX_USE_CXX11_ABI) && !_GLIBCXX_USE_CXX11_ABI
#define PARALLEL_TESTING_STRINGS \
  ParallelTesting_must_be_built_with_GLIBCXX_USE_CXX11_ABI_0_as_this_target_is
#else
#define PARALLEL_TESTING_STRINGS \
  ParallelTesting_must_be_built_with_GLIBCXX_USE_CXX11_ABI_1_as_this_target_is
#endif

namespace parallel_testing {
namespace detail {

extern const char PARALLEL_TESTING_STRINGS;

// Makes each file that includes a header of this library refer to the symbol.
#ifdef __GNUC__
__attribute__((used))
#endif
static const char* const layout_of_strings = &PARALLEL_TESTING_STRINGS;

}  // namespace detail
}  // namespace parallel_testing
