// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// HTML pages that show the tests of each line, which the reports of gcovr
// cannot.
#pragma once

#include <string>

#include "commands/coverage/report.hpp"

namespace parallel_testing::coverage_command {

/// A page about the file `path`; `source` is its text. Everything from the
/// project appears as text, never as markup. Pure.
[[nodiscard]] std::string file_page(const reported_coverage& shown,
                                    const std::string& path,
                                    const std::string& source);

/// A page with the names of the tests of each set. The file pages link to it.
/// Pure.
[[nodiscard]] std::string tests_page(const test_contexts& contexts);

/// Writes index.html, with all files, and a page for each file to `directory`.
/// `root` is the base of relative paths. Throws cli::failure.
void write_html_pages(const reported_coverage& shown, const std::string& root,
                      const std::string& directory);

}  // namespace parallel_testing::coverage_command
