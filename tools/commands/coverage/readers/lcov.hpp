// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The trace files of lcov; geninfo(1) describes them.
#pragma once

#include <istream>
#include <string>

#include "commands/coverage/data/table.hpp"

namespace parallel_testing::coverage_command {

/// Adds the lines and branches of a trace. For a line that it cannot parse,
/// throws bad_data with its number.
void add_lcov(std::istream& input, coverage_table& into);

enum class branches { left_out, shown };

/// `root` is the base of relative paths.
[[nodiscard]] std::string lcov_text(const coverage_table& table,
                                    const std::string& root, branches which);

}  // namespace parallel_testing::coverage_command
