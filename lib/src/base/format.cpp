// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// fmt's implementation, which its headers bring when they are asked for it.
#define FMT_HEADER_ONLY
#include "base/format.hpp"

#include <fmt/format.h>

namespace parallel_testing {

// As inline functions they are only there if something here refers to them.
[[gnu::used]] std::string (*const format_implementation)(
    fmt::string_view, fmt::format_args) = fmt::vformat;
[[gnu::used]] void (*const format_assertion)(const char*, int, const char*) =
    fmt::detail::assert_fail;

}  // namespace parallel_testing
