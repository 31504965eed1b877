// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <string_view>

namespace parallel_testing::io {

/// `text` without what XML cannot hold: colour codes of terminals are left out,
/// other control characters and bytes that are not UTF-8 become U+FFFD. Pure.
[[nodiscard]] std::string xml_characters(std::string_view text);

/// `text` for use inside an element or a quoted attribute, whatever bytes it
/// has: xml_characters() of it with markup escaped. Pure.
[[nodiscard]] std::string xml_text(std::string_view text);

/// The same with line ends kept apart from blanks, as attributes need it.
[[nodiscard]] std::string xml_attribute(std::string_view text);

}  // namespace parallel_testing::io
