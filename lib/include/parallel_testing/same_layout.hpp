// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SAME_LAYOUT_HPP
#define PARALLEL_TESTING_SAME_LAYOUT_HPP

#include <cstddef>  // has the macros of the standard library

/// The library is compiled once, a test program perhaps with other settings of
/// the standard library. C++11.
///
/// _GLIBCXX_DEBUG gives containers another layout: none of them crosses the
/// library's boundary. The functions that hand some over are inline, in a
/// namespace that is named after the layout, so that the linker keeps them
/// apart where a program has both.
///
/// Strings and paths, which keep their layout, do cross it. Where theirs differ
/// for another reason, the linker misses the name below.

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

// Each file that includes a header of this library needs the name.
#ifdef __GNUC__
__attribute__((used))
#endif
static const char* const layout_of_strings = &PARALLEL_TESTING_STRINGS;

}  // namespace detail
}  // namespace parallel_testing

#endif
