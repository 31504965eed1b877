// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The command that runs one test again, to be copied into a shell.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "results/run_result.hpp"

namespace parallel_testing::report_command {

/// `text` as one word of a POSIX shell, whatever bytes but NUL it has. Only
/// characters that can be seen are in the result, and line ends. Pure.
[[nodiscard]] std::string shell_word(std::string_view text);

/// The regular expression by which `ctest -R` chooses the test `name`. A byte
/// that cannot be shown is a `.` in it, and a very long name ends early: then
/// it may also choose others. Pure.
[[nodiscard]] std::string pattern_of(std::string_view name);

/// What comes before the pattern: `ctest --test-dir <build> … -R `. `build` is
/// empty when it is not known; then the command is for the build directory.
/// `configuration` is empty where the build tree has only one.
[[nodiscard]] std::string repeat_prefix(const std::string& build,
                                        const std::string& configuration);

/// Which of the `known` configurations of its build tree a run was of: the one
/// that is a directory on the way to one of its programs, empty for none. Pure.
[[nodiscard]] std::string configuration_of(
    const tools::run_result& result, const std::vector<std::string>& known);

}  // namespace parallel_testing::report_command
