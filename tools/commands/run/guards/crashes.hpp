// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

#include "base/programs.hpp"

namespace parallel_testing::run_command {

/// Makes the programs that ctest starts report where they crash, also those
/// that know nothing of ParallelTesting. Does nothing where ctest does not
/// accept the library, or PARALLEL_TESTING_STACKS is "off".
void report_crashes(const std::string& ctest, tools::variables& environment);

}  // namespace parallel_testing::run_command
