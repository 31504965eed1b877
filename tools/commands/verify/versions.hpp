// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

#include "commands/verify/check.hpp"

namespace parallel_testing::verify_command {

struct versions {
  std::string ctest;       ///< the ctest that runs the tests
  std::string configured;  ///< the CMake that configured the build tree
  std::string module;      ///< its ParallelTesting; empty: it uses none
  std::string tool;        ///< this program
};

/// Checks that these versions fit together and have no serious bug. Pure.
[[nodiscard]] check judge_versions(const versions& found);

/// Asks ctest and reads the build tree. Unknown versions are empty.
[[nodiscard]] versions versions_of(const std::string& ctest,
                                   const std::string& build);

}  // namespace parallel_testing::verify_command
