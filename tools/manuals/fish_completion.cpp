// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "manuals/fish_completion.hpp"

#include <fmt/format.h>

#include "manuals/completed_value.hpp"

namespace parallel_testing::tools {
namespace {

/// `text` as one word of fish.
std::string fish_word(const std::string& text) {
  std::string result = "'";
  for (const char each : text) {
    if (each == '\'' || each == '\\') {
      result += '\\';
    }
    result += each;
  }
  return result + "'";
}

constexpr const char* fish_directories = "(__fish_complete_directories)";

std::string fish_values(completed_value of,
                        const std::vector<std::string>& choices) {
  switch (of) {
    case completed_value::choice:
      return " -x -a " + fish_word(fmt::format("{}", fmt::join(choices, " ")));
    case completed_value::file:
      return " -r -F";
    case completed_value::directory:
      return " -x -a " + fish_word(fish_directories);
    case completed_value::anything:
      break;
  }
  return " -x";
}

std::string fish_option(const cli::option_definition& option) {
  std::string text;
  for (const std::string& name : option.names) {
    const bool is_long = name.starts_with("--");
    text += (is_long ? " -l " : " -s ") + name.substr(is_long ? 2 : 1);
  }
  // fish has no value that may be missing.
  if (option.takes_value() && !option.value_is_optional) {
    text += fish_values(completed_value_of(option), option.choices);
  }
  return text + " -d " + fish_word(option.description);
}

}  // namespace

std::string fish_completion(const program_definition& program) {
  std::string text = fmt::format(
      "# fish completion of {0}; `{0} --completion fish` writes it.\n"
      "complete -c {0} -f\n",
      program.name);
  for (const cli::command_definition& each : program.commands) {
    text += fmt::format("complete -c {} -n __fish_use_subcommand -a {} -d {}\n",
                        program.name, each.name, fish_word(each.summary));
  }
  for (const cli::command_definition& each : program.commands) {
    const std::string start =
        fmt::format("complete -c {} -n '__fish_seen_subcommand_from {}'",
                    program.name, each.name);
    for (const cli::option_definition& option : each.options) {
      if (!option.names.empty()) {
        text += start + fish_option(option) + "\n";
      }
    }
    text += start + " -l help -d 'print help and exit'\n";
    text += start +
            (completed_argument_of(each) == completed_value::directory
                 ? " -a " + fish_word(fish_directories)
                 : std::string(" -F")) +
            "\n";
  }
  return text;
}

}  // namespace parallel_testing::tools
