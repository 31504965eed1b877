// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <istream>

#include "commands/coverage/data/table.hpp"

namespace parallel_testing::coverage_command {

/// Adds the output of `gcov --json-format --stdout`: one object per line and
/// data file. Outcomes that only an exception causes are not branches. Throws
/// bad_data for any other text.
void add_gcov_json(std::istream& input, coverage_table& into);

}  // namespace parallel_testing::coverage_command
