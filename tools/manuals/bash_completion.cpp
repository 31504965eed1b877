// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "manuals/bash_completion.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "manuals/completed_value.hpp"

namespace parallel_testing::tools {
namespace {

std::string list_of_words(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

std::string names_of(const cli::command_definition& command) {
  std::vector<std::string> names;
  for (const cli::option_definition& each : command.options) {
    names.insert(names.end(), each.names.begin(), each.names.end());
  }
  names.emplace_back("--help");
  return list_of_words(names);
}

/// The arguments of compgen.
std::string bash_values(completed_value of,
                        const std::vector<std::string>& choices) {
  switch (of) {
    case completed_value::choice:
      return "-W \"" + list_of_words(choices) + "\"";
    case completed_value::file:
      return "-f";
    case completed_value::directory:
      return "-d";
    case completed_value::anything:
      break;
  }
  return "-W \"\"";
}

/// The cases of the options after which a value follows.
std::string value_cases(const cli::command_definition& command) {
  std::string text;
  for (const cli::option_definition& each : command.options) {
    if (!each.takes_value() || each.names.empty()) {
      continue;
    }
    const std::string values =
        bash_values(completed_value_of(each), each.choices);
    // A value that may be missing follows `=` only.
    for (const std::string& name : each.names) {
      text += fmt::format("        {}{}) values='{}' ;;\n",
                          each.value_is_optional ? "=" : "", name, values);
      if (!each.value_is_optional) {
        text += fmt::format("        ={}) values='{}' ;;\n", name, values);
      }
    }
  }
  return text;
}

std::string command_case(const cli::command_definition& command) {
  const std::string cases = value_cases(command);
  return fmt::format("    {})\n      options='{}'\n      arguments={}\n",
                     command.name, names_of(command),
                     bash_values(completed_argument_of(command), {})) +
         "      case $before in\n" + cases + "      esac\n      ;;\n";
}

constexpr const char* bash_start = R"sh(  local word=${COMP_WORDS[COMP_CWORD]}
  local before=${COMP_WORDS[COMP_CWORD - 1]}
  local options='' arguments='' values=''
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$word")
    return
  fi
  # bash makes `--name=value` three words; `=--name` stands for the first two.
  if [ "$word" = = ]; then
    before="=$before" word=''
  elif [ "$before" = = ]; then
    before="=${COMP_WORDS[COMP_CWORD - 2]}"
  fi
  case ${COMP_WORDS[1]} in
)sh";

constexpr const char* bash_end = R"sh(    *) return ;;
  esac
  if [ -n "$values" ]; then
    arguments=$values
  elif [[ $word == -* ]]; then
    arguments="-W \"$options\""
  fi
  case $arguments in -f | -d) compopt -o filenames 2>/dev/null ;; esac
  # The arguments of compgen are those above, not what was typed.
  eval "mapfile -t COMPREPLY < <(compgen $arguments -- \"\$word\")"
}
)sh";

}  // namespace

std::string bash_completion(const program_definition& program) {
  std::vector<std::string> commands;
  for (const cli::command_definition& each : program.commands) {
    commands.push_back(each.name);
  }
  std::string function = "_" + program.name;
  std::replace(function.begin(), function.end(), '-', '_');
  std::string text = fmt::format(
      "# bash completion of {0}; `{0} --completion bash` writes it.\n"
      "{1}() {{\n"
      "  local commands='{2} --help --version --man --completion'\n",
      program.name, function, list_of_words(commands));
  text += bash_start;
  for (const cli::command_definition& each : program.commands) {
    text += command_case(each);
  }
  return text + bash_end + "complete -F " + function + " " + program.name +
         "\n";
}

}  // namespace parallel_testing::tools
