// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/debug/debuggers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include "cli/command.hpp"
#include "commands/report/repeat_command.hpp"

namespace parallel_testing::debug_command {
namespace {

constexpr std::array<std::pair<debugger, const char*>, 6> names{
    {{debugger::gdb, "gdb"},
     {debugger::lldb, "lldb"},
     {debugger::rr, "rr"},
     {debugger::strace, "strace"},
     {debugger::valgrind, "valgrind"},
     {debugger::command, "command"}}};

constexpr const char* shell = "/bin/sh";
constexpr const char* env = "/usr/bin/env";

/// The words between the program of the debugger and the test.
std::vector<std::string> options_of(debugger kind, const std::string& build) {
  switch (kind) {
    case debugger::lldb:
      return {"--"};
    case debugger::rr:
      return {"record"};
    case debugger::strace:
      return {"-f", "--"};
    case debugger::valgrind: {
      const std::string file =
          build + "/parallel_testing/module/ctest/valgrind.supp";
      std::error_code problem;
      return std::filesystem::exists(file, problem)
                 ? std::vector<std::string>{"--suppressions=" + file}
                 : std::vector<std::string>{};
    }
    case debugger::gdb:
    case debugger::command:
      break;
  }
  return {};
}

chosen_debugger installed(const std::vector<debugger>& kinds,
                          const std::string& build) {
  std::vector<std::string> looked_for;
  for (const debugger kind : kinds) {
    const std::string path =
        tools::find_program({name_of(kind)}, tools::path_directories());
    if (!path.empty()) {
      chosen_debugger found{kind, {path}};
      const std::vector<std::string> options = options_of(kind, build);
      found.words.insert(found.words.end(), options.begin(), options.end());
      return found;
    }
    looked_for.push_back(name_of(kind));
  }
  throw cli::failure(
      cli::exit_environment,
      fmt::format("there is no {} on PATH; install it, or pass another "
                  "debugger: --with NAME, or -- COMMAND",
                  fmt::join(looked_for, " or ")));
}

/// gdb exports the size of its terminal, and shells export variables about
/// themselves.
std::string environment_wrapper(const tools::variables& environment) {
  std::string unset;
  std::string set;
  for (const char* name :
       {"LINES", "COLUMNS", "SHELL", "PWD", "OLDPWD", "SHLVL", "_"}) {
    const auto found = environment.find(name);
    if (found == environment.end()) {
      unset += fmt::format(" -u {}", name);
    } else {
      set += " " + report_command::shell_word(
                       fmt::format("{}={}", name, found->second));
    }
  }
  return env + unset + set;
}

debugged_start start_under_gdb(const chosen_debugger& with,
                               const std::vector<std::string>& test,
                               const tools::variables& environment) {
  debugged_start start{with.words, environment};
  // gdb starts programs by the shell of the user, whose startup files may
  // change the environment.
  start.environment["SHELL"] = shell;
  // env(1) would take such a program for a variable.
  if (test.front().find('=') == std::string::npos) {
    start.arguments.insert(
        start.arguments.end(),
        {"-iex", "set exec-wrapper " + environment_wrapper(environment)});
  }
  start.arguments.emplace_back("--args");
  return start;
}

}  // namespace

std::string name_of(debugger kind) {
  return std::find_if(names.begin(), names.end(),
                      [&](const auto& each) { return each.first == kind; })
      ->second;
}

debugger kind_named(const std::string& name) {
  const auto* const found =
      std::find_if(names.begin(), names.end(),
                   [&](const auto& each) { return each.second == name; });
  return found == names.end() ? debugger::command : found->first;
}

chosen_debugger find_debugger(const std::string& name,
                              const std::vector<std::string>& command,
                              const std::string& build) {
  if (!command.empty()) {
    std::vector<std::string> words = command;
    if (words.front().find('/') == std::string::npos) {
      words.front() =
          tools::find_program({command.front()}, tools::path_directories());
    }
    if (!tools::is_program(words.front())) {
      throw cli::failure(
          cli::exit_environment,
          fmt::format("'{}' is not a program; check what follows --",
                      command.front()));
    }
    words.front() = std::filesystem::absolute(words.front()).string();
    return {debugger::command, words};
  }
  return name.empty() ? installed({debugger::gdb, debugger::lldb}, build)
                      : installed({kind_named(name)}, build);
}

debugged_start start_under(const chosen_debugger& with,
                           const std::vector<std::string>& test,
                           const tools::variables& environment) {
  debugged_start start = with.kind == debugger::gdb
                             ? start_under_gdb(with, test, environment)
                             : debugged_start{with.words, environment};
  start.arguments.insert(start.arguments.end(), test.begin(), test.end());
  return start;
}

std::vector<std::string> differences_under(debugger kind) {
  std::vector<std::string> lines{"it has no time limit"};
  switch (kind) {
    case debugger::gdb:
    case debugger::lldb:
      lines.emplace_back(
          "the debugger traces it, and switches address randomization off");
      break;
    case debugger::rr:
      lines.emplace_back(
          "rr sets variables that begin with RR_ and _RR_, and "
          "LD_PRELOAD");
      break;
    case debugger::strace:
      lines.emplace_back("strace traces it");
      break;
    case debugger::valgrind:
      lines.emplace_back("valgrind sets LD_PRELOAD and GLIBCPP_FORCE_NEW");
      break;
    case debugger::command:
      break;
  }
  return lines;
}

}  // namespace parallel_testing::debug_command
