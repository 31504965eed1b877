// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <istream>

#include "commands/coverage/data/table.hpp"

namespace parallel_testing::coverage_command {

/// Adds what `gcov --json-format --stdout` printed: one object per line and
/// data file. Outcomes that only an exception causes are not branches. Throws
/// bad_data when it is something else.
void add_gcov_json(std::istream& input, coverage_table& into);

}  // namespace parallel_testing::coverage_command
