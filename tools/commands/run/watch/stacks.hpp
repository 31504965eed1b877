// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where processes stand.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace parallel_testing::run_command {

/// The stacks of all threads of these processes, from the program
/// parallel-testing-stacks beside this one. Without that program, or if it
/// prints nothing, what the kernel knows about each thread. The first line
/// names the source.
[[nodiscard]] std::string stacks_of(const std::vector<pid_t>& processes);

/// The path of parallel-testing-stacks for a tool at `tool`: in its directory,
/// or in ../libexec/parallel_testing; empty if it is not there.
[[nodiscard]] std::string stacks_program_beside(const std::string& tool);

/// One line for each thread: its name, its state, and the function of the
/// kernel in which it waits.
[[nodiscard]] std::string kernel_words_of(pid_t process);

}  // namespace parallel_testing::run_command
