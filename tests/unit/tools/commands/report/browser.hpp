// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A page in a real browser, which a script inside it uses and looks at.
#pragma once

#include <string>
#include <vector>

namespace parallel_testing::report_command {

/// Chromium or Chrome on PATH, empty where there is none.
[[nodiscard]] std::string find_browser();

/// What `script` noted while `page` was shown: one line for each
/// `note(name, value)`. It may await `frame()` and call `key(element, name)`,
/// `mouse(element, type, x, y)`. An error is a line, too.
[[nodiscard]] std::vector<std::string> notes_of(const std::string& browser,
                                                const std::string& page,
                                                const std::string& script);

}  // namespace parallel_testing::report_command
