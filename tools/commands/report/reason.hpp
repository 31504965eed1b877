// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

#include "results/run_result.hpp"

namespace parallel_testing::report_command {

/// One line for a table that explains why the test did not simply pass: the
/// message of the deciding attempt, or of the failed attempt if a later one
/// passed, or the processes that it left behind. Leaves out the place of the
/// test and shortens long text. Empty if there is nothing to explain. Pure.
[[nodiscard]] std::string reason_of(const tools::test_result& test);

}  // namespace parallel_testing::report_command
