// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

#include "commands/verify/check.hpp"

namespace parallel_testing::verify_command {

struct versions {
  std::string ctest;       // that runs the tests
  std::string configured;  // CMake that configured the build tree
  std::string module;      // ParallelTesting in it, empty: it is not used
  std::string tool;        // this program
};

/// Pure: whether these fit together and have no bug that matters.
[[nodiscard]] check judge_versions(const versions& found);

/// Asks ctest and the build tree. A version that is not known is empty.
[[nodiscard]] versions versions_of(const std::string& ctest,
                                   const std::string& build);

}  // namespace parallel_testing::verify_command
