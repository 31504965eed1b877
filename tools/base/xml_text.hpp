// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <string_view>

namespace parallel_testing::tools {

/// `text` without the characters that XML forbids, for a library that escapes
/// markup. Removes colour codes of terminals; replaces other control
/// characters, and bytes that are not UTF-8, by U+FFFD. Pure.
[[nodiscard]] std::string xml_characters(std::string_view text);

/// xml_characters() of `text` with markup escaped, for the content of an HTML
/// element. Pure.
[[nodiscard]] std::string xml_text(std::string_view text);

}  // namespace parallel_testing::tools
