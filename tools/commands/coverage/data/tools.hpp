// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The programs that come with the compilers, and gcovr.
#pragma once

#include <string>

#include "commands/coverage/data/project.hpp"

namespace parallel_testing::coverage_command {

struct programs {
  std::string gcov;
  std::string llvm_profdata;
  std::string llvm_cov;
  std::string gcovr;  // only where it is needed
};

/// Our own pages are written for clang, and for --per-test.
[[nodiscard]] bool uses_gcovr_for_html(const project& wanted);

/// All that the reports of `wanted` need, of the version of its compiler.
/// Throws cli::failure that names the package when one is missing.
[[nodiscard]] programs find_programs(const project& wanted);

}  // namespace parallel_testing::coverage_command
