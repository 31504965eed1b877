// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the program knows of a command. A command prints results on `out` and
// diagnostics on `err`, and returns one of the exit codes below.
#pragma once

#include <iosfwd>
#include <stdexcept>
#include <string>
#include <vector>

#include "cli/terminal.hpp"

namespace parallel_testing::cli {

/// The exit codes of commands.
inline constexpr int exit_fine = 0;
inline constexpr int exit_finding = 1;
inline constexpr int exit_usage = 2;
inline constexpr int exit_environment = 3;
inline constexpr int exit_no_tests = 4;

struct command_definition;

struct invocation {
  std::vector<std::string> arguments;  ///< after the name of the command
  std::ostream& out;
  std::ostream& err;
  terminal screen;  ///< that shows `out`
  /// Unless nullptr, parser::parse() writes there what it accepts, and nothing
  /// else happens.
  command_definition* definition = nullptr;
};

struct command {
  const char* name;
  const char* summary;  ///< its line in the help of the program
  int (*run)(const invocation& given);
};

/// Ends the command. Its text is printed on `err`, after the name of the
/// command.
class failure : public std::runtime_error {
 public:
  failure(int exit_code, const std::string& text)
      : std::runtime_error(text), exit_code_(exit_code) {}

  [[nodiscard]] int exit_code() const { return exit_code_; }

 private:
  int exit_code_;
};

}  // namespace parallel_testing::cli
