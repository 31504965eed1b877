// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "manuals/manual_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <sstream>
#include <string_view>

namespace parallel_testing::tools {
namespace {

/// `text` as characters of a page: roff reads `\`, `-`, and `.` or `'` at the
/// start of a line.
std::string roff(std::string_view text) {
  std::string result;
  for (const char each : text) {
    const bool starts_line = result.empty() || result.back() == '\n';
    if (starts_line && (each == '.' || each == '\'')) {
      result += "\\&";
    }
    switch (each) {
      case '\\':
        result += "\\e";
        break;
      case '-':
        result += "\\-";
        break;
      case '\'':
        result += "\\(aq";
        break;
      case '`':
        result += "\\(ga";
        break;
      case '^':
        result += "\\(ha";
        break;
      case '~':
        result += "\\(ti";
        break;
      default:
        result += each;
    }
  }
  return result;
}

std::string bold(std::string_view text) {
  return "\\fB" + roff(text) + "\\fR";
}

std::string italic(std::string_view text) {
  return "\\fI" + roff(text) + "\\fR";
}

std::string head(const program_definition& program, const std::string& page,
                 std::string_view summary) {
  std::string title = page;
  std::transform(title.begin(), title.end(), title.begin(), [](char each) {
    return static_cast<char>(std::toupper(static_cast<unsigned char>(each)));
  });
  return fmt::format(
      ".TH {} 1 \"\" \"ParallelTesting {}\" \"User Commands\"\n"
      ".SH NAME\n{} \\- {}\n",
      roff(title), program.version, roff(page), roff(summary));
}

std::string with_value(const cli::option_definition& option,
                       const std::string& name) {
  std::string text = bold(name);
  if (!option.takes_value()) {
    return text;
  }
  const bool is_long = name.starts_with("--");
  if (option.value_is_optional) {
    return text + "[=" + italic(option.value) + "]";
  }
  return text + (is_long ? "=" : " ") + italic(option.value);
}

std::string option_entry(const cli::option_definition& option) {
  std::string names;
  const std::string comma = ", ";
  if (!option.argument.empty()) {
    names = italic(option.argument);
  }
  for (const std::string& each : option.names) {
    names += (names.empty() ? "" : comma) + with_value(option, each);
  }
  std::string text = ".TP\n" + names + "\n" + roff(option.description) + "\n";
  if (!option.choices.empty()) {
    std::string words;
    for (const std::string& each : option.choices) {
      words += (words.empty() ? "" : ", ") + bold(each);
    }
    text += ".br\nOne of: " + words + "\n";
  }
  return text;
}

bool starts_section(std::string_view line) {
  return line.starts_with("Example:") || line.starts_with("Exit codes:");
}

/// The footer of the help: its paragraphs, then its sections `Example:` and
/// `Exit codes:`.
std::string footer_sections(const std::string& footer) {
  std::string text;
  std::istringstream lines(footer);
  bool is_example = false;
  for (std::string line; std::getline(lines, line);) {
    if (starts_section(line)) {
      text += is_example ? ".EE\n" : "";
      is_example = line.starts_with("Example:");
      text += is_example ? ".SH EXAMPLE\n.EX\n" : ".SH \"EXIT STATUS\"\n";
      line.erase(0, line.find(':') + 1);
    }
    line.erase(0, line.find_first_not_of(' '));
    text += line.empty() ? "" : roff(line) + "\n";
  }
  return text + (is_example ? ".EE\n" : "");
}

std::string synopsis(const std::string& program,
                     const cli::command_definition& command) {
  std::string text = fmt::format(".SH SYNOPSIS\n{} {} [{}...]", bold(program),
                                 bold(command.name), italic("option"));
  for (const cli::option_definition& each : command.options) {
    if (!each.argument.empty()) {
      text += " [" + italic(each.argument) + "]";
    }
  }
  text += command.passes_on
              ? " [" + bold("--") + " " + italic("argument") + "...]"
              : "";
  return text + "\n";
}

}  // namespace

std::string manual_page(const program_definition& program) {
  std::string text = head(program, program.name, program.summary);
  text += fmt::format(".SH SYNOPSIS\n{} {} [{}...]\n", bold(program.name),
                      italic("command"), italic("argument"));
  text += ".SH DESCRIPTION\n" + roff(program.summary) + "\n.SH COMMANDS\n";
  for (const cli::command_definition& each : program.commands) {
    text +=
        fmt::format(".TP\n{}\n{}; see {}(1)\n", bold(each.name),
                    roff(each.summary), bold(program.name + "-" + each.name));
  }
  text += ".SH NOTES\n";
  for (const std::string& each : program.remarks) {
    text += roff(each) + "\n.br\n";
  }
  return text + ".SH \"SEE ALSO\"\n" + bold("ctest") + "(1)\n";
}

std::string manual_page(const program_definition& program,
                        const cli::command_definition& command) {
  std::string text =
      head(program, program.name + "-" + command.name, command.summary) +
      synopsis(program.name, command) + ".SH DESCRIPTION\n" +
      roff(command.description) + "\n.SH OPTIONS\n";
  for (const cli::option_definition& each : command.options) {
    text += option_entry(each);
  }
  text += fmt::format(".TP\n{}, {}\nprint a summary of this page and exit\n",
                      bold("-h"), bold("--help"));
  const std::string sections = footer_sections(command.footer);
  const bool has_notes = !sections.empty() && !sections.starts_with(".SH");
  text += (has_notes ? ".SH NOTES\n" : "") + sections;
  return text + fmt::format(".SH \"SEE ALSO\"\n{}(1), {}(1)\n",
                            bold(program.name), bold("ctest"));
}

}  // namespace parallel_testing::tools
