// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The one file that
// contains the implementation of fmt.
#define FMT_HEADER_ONLY
#include "base/format.hpp"

#include <fmt/format.h>

namespace parallel_testing {

/// In this mode fmt's functions are inline, so the compiler emits only those
/// that are referenced here.
[[gnu::used]] std::string (*const format_implementation)(
    fmt::string_view, fmt::format_args) = fmt::vformat;
[[gnu::used]] void (*const format_assertion)(const char*, int, const char*) =
    fmt::detail::assert_fail;

}  // namespace parallel_testing
