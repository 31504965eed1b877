// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

#include "results/run_result.hpp"

namespace parallel_testing::report_command {

/// Why the test did not simply pass, as one line for a row of a table: the
/// message of the attempt that decides, of one that failed and passed later
/// that of the failure, or what it left behind. Without the place in the file
/// of the test; cut when it is long; empty when there is nothing to say. Pure.
[[nodiscard]] std::string reason_of(const tools::test_result& test);

}  // namespace parallel_testing::report_command
