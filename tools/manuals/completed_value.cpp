// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "manuals/completed_value.hpp"

#include <algorithm>

namespace parallel_testing::tools {

completed_value completed_value_of(const cli::option_definition& option) {
  if (!option.choices.empty()) {
    return completed_value::choice;
  }
  if (option.value == "DIR") {
    return completed_value::directory;
  }
  // "...": an event log, among others.
  const bool is_file =
      option.value == "FILE" || option.value == "PATH" || option.value == "...";
  return is_file ? completed_value::file : completed_value::anything;
}

completed_value completed_argument_of(const cli::command_definition& command) {
  completed_value result = completed_value::directory;
  for (const cli::option_definition& each : command.options) {
    if (!each.argument.empty() &&
        completed_value_of(each) != completed_value::directory) {
      result = completed_value::file;
    }
  }
  return result;
}

}  // namespace parallel_testing::tools
