// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The file in which ctest lists the tests that failed last. `ctest
// --rerun-failed` runs the tests in it and the fixtures that they need, in
// every version and together with any preset. No other option selects tests
// whatever their names are.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace parallel_testing::tools {

/// The number and the name of a test in CTest.
using numbered_test = std::pair<int, std::string>;

[[nodiscard]] std::string failed_tests_file(const std::string& build);

/// Throws cli::failure if the file cannot be written.
void write_failed_tests(const std::string& build,
                        const std::vector<numbered_test>& tests);

/// The tests in such a file; a name may span several lines. Pure.
[[nodiscard]] std::vector<numbered_test> parse_failed_tests(
    const std::string& text);

}  // namespace parallel_testing::tools
