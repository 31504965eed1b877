// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a command is to the program that has it. Commands print results on
// `out` and diagnostics on `err`; their answer is one of exit_code.hpp.
#pragma once

#include <iosfwd>
#include <stdexcept>
#include <string>
#include <vector>

#include "cli/exit_code.hpp"
#include "cli/terminal.hpp"

namespace parallel_testing::cli {

struct invocation {
  std::vector<std::string> arguments;  // behind the name of the command
  std::ostream& out;
  std::ostream& err;
  terminal screen;  // what `out` is shown on
};

struct command {
  const char* name;
  const char* summary;  // one line of the program's help
  int (*run)(const invocation& given);
};

/// Ends the command: its text goes to `err` behind the name of the command.
class failure : public std::runtime_error {
 public:
  failure(int exit_code, const std::string& text)
      : std::runtime_error(text), exit_code_(exit_code) {}

  [[nodiscard]] int exit_code() const { return exit_code_; }

 private:
  int exit_code_;
};

}  // namespace parallel_testing::cli
