// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Pages that show the tests of each line, which the reports of other programs
// have no place for.
#pragma once

#include <string>

#include "commands/coverage/report.hpp"

namespace parallel_testing::coverage_command {

/// One page about the file `path`; `source` is its content. Text of the project
/// only ever becomes text. Pure.
[[nodiscard]] std::string file_page(const reported_coverage& shown,
                                    const std::string& path,
                                    const std::string& source);

/// The names of the tests of each set, to which the pages lead. Pure.
[[nodiscard]] std::string tests_page(const test_contexts& contexts);

/// index.html with all files, and a page for each, in `directory`. `root` is
/// put before relative paths. Throws cli::failure.
void write_html_pages(const reported_coverage& shown, const std::string& root,
                      const std::string& directory);

}  // namespace parallel_testing::coverage_command
