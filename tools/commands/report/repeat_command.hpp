// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The command that repeats one test, for copying into a shell.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "results/run_result.hpp"

namespace parallel_testing::report_command {

/// `text` as one word of a POSIX shell. It may contain any bytes except NUL;
/// the result contains only visible characters and line ends. Pure.
[[nodiscard]] std::string shell_word(std::string_view text);

/// The regular expression with which `ctest -R` selects the test `name`. A byte
/// that cannot be shown becomes `.`, and a very long name is cut off; the
/// expression may then also select other tests. Pure.
[[nodiscard]] std::string pattern_of(std::string_view name);

/// The command up to the pattern: `ctest --test-dir <build> … -R `. If `build`
/// is empty, it must be run in the build directory. `configuration` is empty
/// unless the build tree has several.
[[nodiscard]] std::string repeat_prefix(const std::string& build,
                                        const std::string& configuration);

/// The configuration of a run: the first of the `known` ones that is a
/// directory on the path of one of its programs; empty if there is none. Pure.
[[nodiscard]] std::string configuration_of(
    const tools::run_result& result, const std::vector<std::string>& known);

}  // namespace parallel_testing::report_command
