// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

namespace parallel_testing::stacks {

/// The scripts inside ctest set it to the program that reads stacks, which is
/// parallel-testing-stacks, gdb or lldb. "off": none.
inline constexpr const char* program_variable = "PARALLEL_TESTING_STACKS";

/// The program, "" when `value`, that of the variable, is "off" or not set.
std::string program_in(std::string_view value);

/// Whether the program reads the request; a debugger gets the process id.
bool reads_request(std::string_view program) noexcept;

/// What makes a debugger print the stacks of a process: the words after its
/// path, without the process id. They contain no program of another kind.
std::vector<std::string> debugger_arguments(std::string_view program);

/// Writes the stacks of all threads of the processes to the descriptor
/// `output`, after a line with `title`. Reads them with `program`; if there is
/// none, with gdb or lldb; otherwise writes what the kernel knows. The output
/// names which of these it is. It takes a few seconds at most, in which the
/// processes are stopped. With a `test`, parallel-testing-stacks also records
/// them in the directory of the run, whose reports do not know the output.
void write_stacks(const std::vector<pid_t>& processes, std::string_view title,
                  const std::string& program, int output,
                  const std::string& test = "");

}  // namespace parallel_testing::stacks
