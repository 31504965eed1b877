// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "base/nearest.hpp"
#include "commands/commands.hpp"
#include "commands/run/agent.hpp"
#include "commands/run/command.hpp"
#include "manuals/bash_completion.hpp"
#include "manuals/fish_completion.hpp"
#include "manuals/manual_page.hpp"
#include "manuals/zsh_completion.hpp"

namespace parallel_testing::app {
namespace {

constexpr const char* program = "parallel-testing";
constexpr const char* program_summary =
    "Runs the tests of CTest projects in parallel, and checks and reports "
    "them.";

std::string help() {
  std::string text = program_summary;
  text += "\nUsage: parallel-testing <command> [argument...]\n\n";
  for (const cli::command& each : all_commands()) {
    text += fmt::format("  {:<9} {}\n", each.name, each.summary);
  }
  text +=
      "\n`<command> --help` describes a command. All commands accept --format "
      "json.\n`--completion SHELL` and `--man [COMMAND]` print files for "
      "shells and "
      "for man.\n"
      "Example: parallel-testing run build -j auto\n"
      "Exit codes: 0 success, 1 a finding, 2 wrong usage, 3 something that "
      "the\n"
      "command needs is missing or unreadable, 4 no tests.\n";
  return text;
}

/// Asks the parser of each command.
tools::program_definition define_program(const cli::invocation& given) {
  tools::program_definition result{
      program,
      PARALLEL_TESTING_VERSION,
      program_summary,
      {"All commands accept --format json.",
       "Exit codes: 0 success, 1 a finding, 2 wrong usage, 3 something that "
       "the "
       "command needs is missing or unreadable, 4 no tests.",
       "--completion SHELL prints the completion of bash, zsh or fish.",
       "--man [COMMAND] prints a manual page."},
      {}};
  for (const cli::command& each : all_commands()) {
    cli::command_definition command;
    command.name = each.name;
    command.summary = each.summary;
    static_cast<void>(
        each.run({{}, given.out, given.err, given.screen, &command}));
    result.commands.push_back(std::move(command));
  }
  return result;
}

int print_completion(const std::string& shell, const cli::invocation& given) {
  using writer = std::string (*)(const tools::program_definition&);
  const std::vector<std::pair<std::string, writer>> writers{
      {"bash", tools::bash_completion},
      {"zsh", tools::zsh_completion},
      {"fish", tools::fish_completion}};
  for (const auto& [name, write] : writers) {
    if (name == shell) {
      given.out << write(define_program(given));
      return cli::exit_fine;
    }
  }
  given.err << program << ": --completion requires one of bash, zsh, fish"
            << (shell.empty() ? "" : ", not '" + shell + "'") << "\n";
  return cli::exit_usage;
}

int reject(const std::string& name, const cli::invocation& given);

int print_manual(const std::string& name, const cli::invocation& given) {
  const tools::program_definition all = define_program(given);
  if (name.empty()) {
    given.out << tools::manual_page(all);
    return cli::exit_fine;
  }
  for (const cli::command_definition& each : all.commands) {
    if (each.name == name) {
      given.out << tools::manual_page(all, each);
      return cli::exit_fine;
    }
  }
  return reject(name, given);
}

int start(const cli::command& wanted, const cli::invocation& given) {
  try {
    return wanted.run(given);
  } catch (const cli::failure& problem) {
    given.err << program << " " << wanted.name << ": " << problem.what()
              << "\n";
    return problem.exit_code();
  } catch (const std::exception& problem) {
    given.err << program << " " << wanted.name << ": " << problem.what()
              << "\n";
    return cli::exit_environment;
  }
}

int reject(const std::string& name, const cli::invocation& given) {
  std::vector<std::string> names;
  for (const cli::command& each : all_commands()) {
    names.emplace_back(each.name);
  }
  given.err << program << ": there is no command '" << name << "'"
            << tools::nearest_hint(name, names, "; --help lists them") << "\n";
  return cli::exit_usage;
}

}  // namespace

int run_shim(const cli::invocation& given) {
  return start({"run", "", run_command::run_as_ctest}, given);
}

const std::vector<cli::command>& all_commands() {
  static const std::vector<cli::command> commands{
      {"run", "run the tests of a build directory with ctest, in parallel",
       run_command::run},
      {"verify", "check that tests are registered and run correctly",
       verify_command::run},
      {"adopt",
       "write a patch with which the tests of a project run in parallel",
       adopt_command::run},
      {"suggest", "watch each test once, and print what tests share",
       suggest_command::run},
      {"stress", "find tests that disturb each other", stress_command::run},
      {"audit", "prove that no lock, port or worker was held twice at once",
       audit_command::run},
      {"report", "show what a run did: summary, HTML, JUnit, Markdown, trace",
       report_command::run},
      {"coverage", "run the tests and report which lines they cover",
       coverage_command::run},
      {"debug", "start one test in a debugger, as a run starts it",
       debug_command::run},
      {"explain", "print what a test needs, why, and what it waits for",
       explain_command::run},
      {"shard", "list or run the tests of one of several machines",
       shard_command::run},
      {"archive", "pack what tests need, to run them on another machine",
       archive_command::run},
      {"merge", "join the results of the shards of a run", merge_command::run},
      {"clean", "remove what dead runs left behind", clean_command::run},
      {"shim", "print the directory of a ctest that accepts -j auto",
       shim_command::run},
  };
  return commands;
}

int run_program(const cli::invocation& given) {
  if (given.arguments.empty()) {
    given.err << help();
    return cli::exit_usage;
  }
  const std::string& name = given.arguments.front();
  if (name == "--help" || name == "-h" || name == "help") {
    given.out << help();
    return cli::exit_fine;
  }
  if (name == "--version") {
    given.out << program << " " << PARALLEL_TESTING_VERSION << "\n";
    return cli::exit_fine;
  }
  if (name == "--completion" || name == "--man") {
    const std::string argument =
        given.arguments.size() > 1 ? given.arguments[1] : "";
    return name == "--man" ? print_manual(argument, given)
                           : print_completion(argument, given);
  }
  if (name == run_command::agent_command) {
    return start({run_command::agent_command, "", run_command::run_agent},
                 {{given.arguments.begin() + 1, given.arguments.end()},
                  given.out,
                  given.err,
                  given.screen});
  }
  const auto& commands = all_commands();
  const auto found =
      std::find_if(commands.begin(), commands.end(),
                   [&](const cli::command& each) { return each.name == name; });
  if (found == commands.end()) {
    return reject(name, given);
  }
  return start(*found, {{given.arguments.begin() + 1, given.arguments.end()},
                        given.out,
                        given.err,
                        given.screen});
}

}  // namespace parallel_testing::app
