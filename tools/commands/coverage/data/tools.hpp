// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Finds the programs that belong to a compiler, and gcovr.
#pragma once

#include <string>

#include "commands/coverage/data/project.hpp"

namespace parallel_testing::coverage_command {

struct programs {
  std::string gcov;
  std::string llvm_profdata;
  std::string llvm_cov;
  std::string gcovr;  ///< empty unless needed
};

/// False for clang and with --per-test, for which this program writes its own
/// pages.
[[nodiscard]] bool uses_gcovr_for_html(const project& wanted);

/// The programs that the reports of `wanted` need, in the version of its
/// compiler. If one is missing, throws a cli::failure that names its package.
[[nodiscard]] programs find_programs(const project& wanted);

}  // namespace parallel_testing::coverage_command
