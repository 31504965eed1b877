// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "cli/command.hpp"

namespace parallel_testing::cli_test {

struct command_result {
  int exit_code = 0;
  std::string out;
  std::string err;
};

/// Runs a command, or the program, in this process.
template <class Command>
command_result run_command(Command command, std::vector<std::string> arguments,
                           const cli::terminal& screen = {}) {
  std::ostringstream out;
  std::ostringstream err;
  command_result result;
  result.exit_code = command({std::move(arguments), out, err, screen});
  result.out = out.str();
  result.err = err.str();
  return result;
}

}  // namespace parallel_testing::cli_test
