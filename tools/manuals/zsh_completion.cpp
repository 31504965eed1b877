// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "manuals/zsh_completion.hpp"

#include <fmt/format.h>

#include "manuals/completed_value.hpp"

namespace parallel_testing::tools {
namespace {

/// `text` inside single quotes, where `_arguments` and `_describe` read `:` and
/// brackets.
std::string zsh_text(const std::string& text) {
  std::string result;
  for (const char each : text) {
    if (each == '\'') {
      result += "'\\''";
      continue;
    }
    if (each == ':' || each == '[' || each == ']' || each == '\\') {
      result += '\\';
    }
    result += each;
  }
  return result;
}

std::string zsh_values(completed_value of,
                       const std::vector<std::string>& choices) {
  switch (of) {
    case completed_value::choice:
      return fmt::format("({})", fmt::join(choices, " "));
    case completed_value::file:
      return "_files";
    case completed_value::directory:
      return "_files -/";
    case completed_value::anything:
      break;
  }
  return " ";
}

/// The specification of one name of an option for `_arguments`.
std::string zsh_option(const cli::option_definition& option,
                       const std::string& name) {
  std::string text;
  if (option.names.size() > 1) {
    text = fmt::format("({})", fmt::join(option.names, " "));
  }
  text += name;
  if (option.takes_value()) {
    const bool is_long = name.starts_with("--");
    text += !is_long ? "+" : option.value_is_optional ? "=-" : "=";
  }
  text += "[" + zsh_text(option.description) + "]";
  if (option.takes_value()) {
    text += (option.value_is_optional ? "::" : ":") + zsh_text(option.value) +
            ":" + zsh_values(completed_value_of(option), option.choices);
  }
  return "        '" + text + "' \\\n";
}

std::string zsh_command(const cli::command_definition& command) {
  std::string text =
      fmt::format("    {})\n      _arguments -S \\\n", command.name);
  for (const cli::option_definition& option : command.options) {
    for (const std::string& name : option.names) {
      text += zsh_option(option, name);
    }
  }
  return text + fmt::format(
                    "        '--help[print help and exit]' \\\n"
                    "        '*:argument:{}'\n      ;;\n",
                    zsh_values(completed_argument_of(command), {}));
}

}  // namespace

std::string zsh_completion(const program_definition& program) {
  std::string text = fmt::format(
      "#compdef {0}\n# zsh completion of {0}; `{0} --completion zsh` writes "
      "it.\n_{0}() {{\n  local -a commands\n  commands=(\n",
      program.name);
  for (const cli::command_definition& each : program.commands) {
    text += fmt::format("    '{}:{}'\n", each.name, zsh_text(each.summary));
  }
  text +=
      "  )\n"
      "  if (( CURRENT == 2 )); then\n"
      "    _describe -t commands command commands\n"
      "    return\n"
      "  fi\n"
      "  shift words\n"
      "  (( CURRENT-- ))\n"
      "  case $words[1] in\n";
  for (const cli::command_definition& each : program.commands) {
    text += zsh_command(each);
  }
  return text + fmt::format(
                    "  esac\n}}\n"
                    "if [[ $zsh_eval_context[-1] == loadautofunc ]]; "
                    "then\n  _{0} \"$@\"\nelse\n  compdef _{0} {0}\n"
                    "fi\n",
                    program.name);
}

}  // namespace parallel_testing::tools
