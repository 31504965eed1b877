// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <string_view>

namespace parallel_testing::io {

/// `text` for use inside an element or a quoted attribute, whatever bytes it
/// has: markup is escaped, colour codes of terminals are left out, what XML
/// cannot hold becomes U+FFFD. Pure.
[[nodiscard]] std::string xml_text(std::string_view text);

/// The same with line ends kept apart from blanks, as attributes need it.
[[nodiscard]] std::string xml_attribute(std::string_view text);

}  // namespace parallel_testing::io
