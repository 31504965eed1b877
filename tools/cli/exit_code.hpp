// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

namespace parallel_testing::cli {

/// What every command answers.
inline constexpr int exit_fine = 0;
inline constexpr int exit_finding = 1;
inline constexpr int exit_usage = 2;
inline constexpr int exit_environment = 3;
inline constexpr int exit_no_tests = 4;

}  // namespace parallel_testing::cli
