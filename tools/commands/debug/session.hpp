// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>

#include "cli/command.hpp"
#include "commands/debug/debugged_test.hpp"
#include "commands/debug/debuggers.hpp"

namespace parallel_testing::debug_command {

struct session_request {
  std::string build;
  std::string ctest;
  std::string configuration;  ///< "": the build tree has only one
  debugged_test test;
  chosen_debugger with;
};

/// Sets up the fixtures of the test, starts it under the debugger, and cleans
/// the fixtures up. Returns the exit code of the command. Throws cli::failure.
[[nodiscard]] int run_session(const cli::invocation& given,
                              const session_request& wanted);

/// All tests of a build tree, in the order in which ctest numbers them. Throws
/// cli::failure.
[[nodiscard]] std::vector<tools::listed_test> numbered_tests(
    const std::string& build, const std::string& ctest,
    const std::string& configuration);

}  // namespace parallel_testing::debug_command
