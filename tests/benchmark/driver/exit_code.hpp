// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

namespace parallel_testing::benchmark {

inline constexpr int exit_fine = 0;
inline constexpr int exit_target_missed = 1;
inline constexpr int exit_usage = 2;
inline constexpr int exit_environment = 3;

}  // namespace parallel_testing::benchmark
