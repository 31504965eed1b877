// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/debug/preview.hpp"

#include <fmt/format.h>

#include <map>

#include "base/json.hpp"
#include "cli/terminal.hpp"
#include "commands/report/repeat_command.hpp"

namespace parallel_testing::debug_command {
namespace {

using nlohmann::ordered_json;

constexpr auto replace = ordered_json::error_handler_t::replace;

std::string shell_line(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& each : words) {
    line += (line.empty() ? "" : " ") + report_command::shell_word(each);
  }
  return line;
}

std::vector<std::string> test_under_debugger(const preview& of) {
  std::vector<std::string> words = of.with.words;
  if (of.with.kind == debugger::gdb) {
    words.emplace_back("--args");
  }
  words.insert(words.end(), of.test.command.begin(), of.test.command.end());
  return words;
}

/// The variables in the properties of the test, as NAME=value.
std::vector<std::string> variables_of(const tools::listed_test& test) {
  return test.items("ENVIRONMENT");
}

std::vector<std::string> locks_of(const tools::listed_test& test) {
  std::vector<std::string> locks = test.items("RESOURCE_LOCK");
  if (test.is_set("RUN_SERIAL")) {
    locks.emplace_back("no_parallel");
  }
  return locks;
}

std::string full_name(const preview& of) {
  const std::string& name = of.test.listed.name;
  return of.test.self.empty() ? name : name + ": " + of.test.self;
}

}  // namespace

std::vector<std::string> words_of_session(const preview& of) {
  std::vector<std::string> words{of.program, "debug", full_name(of), of.build};
  if (!of.configuration.empty()) {
    words.insert(words.end(), {"-C", of.configuration});
  }
  return words;
}

std::string preview_text(const preview& of) {
  const tools::listed_test& test = of.test.listed;
  std::string text = fmt::format(
      "test: {}\ncommand: {}\ndirectory: {}\n", cli::one_line(full_name(of)),
      shell_line(test_under_debugger(of)), cli::one_line(of.test.directory));
  const auto add = [&](const char* what,
                       const std::vector<std::string>& items) {
    for (const std::string& each : items) {
      text += fmt::format("{}: {}\n", what, cli::one_line(each));
    }
  };
  add("environment", variables_of(test));
  add("environment change", test.items("ENVIRONMENT_MODIFICATION"));
  add("fixture, set up before and cleaned up afterwards",
      test.items("FIXTURES_REQUIRED"));
  add("lock", locks_of(test));
  std::vector<std::string> session = words_of_session(of);
  if (of.with.kind == debugger::command) {
    session.emplace_back("--");
    session.insert(session.end(), of.with.words.begin(), of.with.words.end());
  } else {
    session.insert(session.end(), {"--with", name_of(of.with.kind)});
  }
  return text + "session: " + shell_line(session) + "\n";
}

std::string preview_json(const preview& of) {
  const tools::listed_test& test = of.test.listed;
  const ordered_json root{
      {"version", 1},
      {"test", test.name},
      {"case", of.test.self},
      {"program", of.test.command.front()},
      {"arguments", std::vector<std::string>(of.test.command.begin() + 1,
                                             of.test.command.end())},
      {"directory", of.test.directory},
      {"environment", variables_of(test)},
      {"environment_modification", test.items("ENVIRONMENT_MODIFICATION")},
      {"fixtures", test.items("FIXTURES_REQUIRED")},
      {"locks", locks_of(test)},
      {"debugger", of.with.words},
      {"command", test_under_debugger(of)},
      {"session", words_of_session(of)}};
  return root.dump(2, ' ', false, replace) + "\n";
}

std::string launch_name(const preview& of) {
  return "parallel-testing: " + full_name(of);
}

std::string launch_configuration(const preview& of) {
  std::vector<std::string> session = words_of_session(of);
  session.erase(session.begin());
  // The command of the test follows; the shell ignores it, because the editor
  // names the program to gdb.
  session.insert(session.end(), {"--", "/bin/sh", "-c"});
  const ordered_json root{
      {"name", launch_name(of)},
      {"type", "cppdbg"},
      {"request", "launch"},
      {"program", of.test.command.front()},
      {"args", std::vector<std::string>(of.test.command.begin() + 1,
                                        of.test.command.end())},
      {"cwd", of.test.directory},
      {"MIMode", "gdb"},
      {"pipeTransport",
       {{"pipeProgram", of.program},
        {"pipeArgs", session},
        {"debuggerPath", "gdb"},
        {"pipeCwd", of.build},
        {"quoteArgs", true}}},
      {"setupCommands",
       ordered_json::array(
           {{{"text", "set exec-wrapper /usr/bin/env -u LINES -u COLUMNS"},
             {"ignoreFailures", true}}})}};
  return root.dump(4, ' ', false, replace);
}

}  // namespace parallel_testing::debug_command
