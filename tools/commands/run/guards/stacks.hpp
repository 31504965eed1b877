// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where processes stand.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

namespace parallel_testing::run_command {

/// The program that reads the stacks of a test with this process: the one that
/// the run names to its tests, which is "off" if stacks are off, or the
/// installed one; "" if there is none.
[[nodiscard]] std::string stacks_program(pid_t test);

/// The path of that file beside the launcher, "" if there is none.
[[nodiscard]] std::string beside_launcher(const std::string& name);

/// Returns what stacks::write_stacks() writes for these processes and this
/// title, or "" if the system has no memory for a file to write to.
[[nodiscard]] std::string stacks_of(const std::vector<pid_t>& processes,
                                    std::string_view title,
                                    const std::string& program);

}  // namespace parallel_testing::run_command
