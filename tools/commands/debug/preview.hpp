// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a session would start, for people and for the launch configurations of
// editors. Pure.
#pragma once

#include <string>
#include <vector>

#include "commands/debug/debugged_test.hpp"
#include "commands/debug/debuggers.hpp"

namespace parallel_testing::debug_command {

struct preview {
  debugged_test test;
  chosen_debugger with;
  std::string build;
  std::string configuration;
  std::string program;  ///< path of this program
};

/// The words that start the session, up to the debugger.
[[nodiscard]] std::vector<std::string> words_of_session(const preview& of);

[[nodiscard]] std::string preview_text(const preview& of);
[[nodiscard]] std::string preview_json(const preview& of);

/// The name of the launch configuration of VS Code, and its text. The editor
/// starts gdb through this program, so that gdb is inside the session.
[[nodiscard]] std::string launch_name(const preview& of);
[[nodiscard]] std::string launch_configuration(const preview& of);

}  // namespace parallel_testing::debug_command
