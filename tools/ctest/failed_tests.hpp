// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The file by which ctest knows what failed last. `ctest --rerun-failed` runs
// what it names, with the fixtures that needs, in every version and beside any
// preset: the one way to choose tests whatever their names are.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace parallel_testing::tools {

/// CTest's number and name of a test.
using numbered_test = std::pair<int, std::string>;

[[nodiscard]] std::string failed_tests_file(const std::string& build);

/// Throws cli::failure when the file cannot be written.
void write_failed_tests(const std::string& build,
                        const std::vector<numbered_test>& tests);

/// The tests in such a file; a name may have several lines. Pure.
[[nodiscard]] std::vector<numbered_test> parse_failed_tests(
    const std::string& text);

}  // namespace parallel_testing::tools
