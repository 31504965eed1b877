// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

#include "stacks/stack_request.hpp"

namespace parallel_testing::stacks {

/// Appends the stacks of a named test to `stacks.ndjson` in the directory of
/// the run, if the environment names one. Reports read it where they do not
/// know the output of the test. Failures are ignored: the stacks are also in
/// the output.
void record(const stack_request& given, const std::string& stacks);

}  // namespace parallel_testing::stacks
