// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Runs many programs, some at a time, with their output in files.
#pragma once

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

/// The first of `names` that is a program in one of the directories, then in
/// those of PATH; a path. Empty when there is none.
[[nodiscard]] std::string find_program(
    const std::vector<std::string>& names,
    const std::vector<std::string>& directories);

}  // namespace parallel_testing::io
