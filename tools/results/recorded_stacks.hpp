// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Stacks of tests whose output is not known, because plain ctest ran them.
#pragma once

#include <string>

#include "results/run_result.hpp"

namespace parallel_testing::tools {

/// Reads `stacks.ndjson` beside the events, which parallel-testing-stacks
/// writes. The last attempt at a test that crashed or exceeded its time limit
/// without known output gets its stacks as output, and the place in its
/// message. Lines that cannot be read are left out.
void find_stacks(run_result& result, const std::string& events);

/// The same for the content of the file. Pure.
void add_stacks(run_result& result, const std::string& text);

}  // namespace parallel_testing::tools
