// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Runs other programs to their end: many, some at a time, with their output in
// files, or one, whose output is read.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace parallel_testing::io {

struct program_call {
  std::vector<std::string> arguments;  // the first is the program
  std::string output;                  // file for stdout; empty: nowhere
  std::string errors;                  // file for stderr; empty: nowhere
};

/// Runs all to their end, at most `at_once` at a time. Their exit codes in the
/// order of `calls`: 127 when one could not be started, 128 + n after signal n.
[[nodiscard]] std::vector<int> run_programs(
    const std::vector<program_call>& calls, int at_once);

/// What becomes of the standard error of a program that is read.
enum class diagnostics {
  passed_on,  // it goes where ours goes
  dropped,
  read,  // with the output, in its order
  only,  // instead of the output, which is lost
};

struct program_output {
  int exit_code = 0;  // as run_programs() has it; 124: its time was over
  std::string out;
};

/// Runs a program to its end. After `limit`, unless that is 0, it is killed
/// with what it started.
[[nodiscard]] program_output output_of(
    const std::vector<std::string>& arguments,
    diagnostics where = diagnostics::passed_on,
    std::chrono::seconds limit = std::chrono::seconds(0));

/// The first of `names` that is a program in one of the directories, then in
/// those of PATH; a path. Empty when there is none.
[[nodiscard]] std::string find_program(
    const std::vector<std::string>& names,
    const std::vector<std::string>& directories);

}  // namespace parallel_testing::io
