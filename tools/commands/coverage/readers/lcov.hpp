// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The trace files of lcov; see geninfo(1).
#pragma once

#include <istream>
#include <string>

#include "commands/coverage/data/table.hpp"

namespace parallel_testing::coverage_command {

/// Adds the lines and branches of a trace. Throws bad_data with the number of
/// the line that cannot be understood.
void add_lcov(std::istream& input, coverage_table& into);

enum class branches { left_out, shown };

/// `root` is put before relative paths.
[[nodiscard]] std::string lcov_text(const coverage_table& table,
                                    const std::string& root, branches which);

}  // namespace parallel_testing::coverage_command
