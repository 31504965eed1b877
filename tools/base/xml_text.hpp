// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <string_view>

namespace parallel_testing::tools {

/// `text` without what XML cannot hold, for a library that escapes markup:
/// colour codes of terminals are left out, other control characters and bytes
/// that are not UTF-8 become U+FFFD. Pure.
[[nodiscard]] std::string xml_characters(std::string_view text);

/// xml_characters() of `text` with markup escaped, for the inside of an element
/// of HTML. Pure.
[[nodiscard]] std::string xml_text(std::string_view text);

}  // namespace parallel_testing::tools
