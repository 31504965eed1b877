// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace parallel_testing::stacks {

/// Runs the command with these descriptors as stdin and stdout, and kills it
/// after `longest`. Returns whether it ended with status 0.
bool run_helper(const std::vector<std::string>& command, int input, int output,
                std::chrono::milliseconds longest);

/// The path of the program in a directory of PATH, "" when it is in none.
std::string path_of_program(const std::string& name);

}  // namespace parallel_testing::stacks
