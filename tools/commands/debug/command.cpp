// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <utility>

#include "base/record.hpp"
#include "base/whole_file.hpp"
#include "cli/common_options.hpp"
#include "cli/output_file.hpp"
#include "commands/commands.hpp"
#include "commands/debug/inside.hpp"
#include "commands/debug/json_with_comments.hpp"
#include "commands/debug/preview.hpp"
#include "commands/debug/session.hpp"
#include "commands/suggest/watch/watching.hpp"
#include "ctest/build_tree.hpp"
#include "ctest/ctest_query.hpp"

namespace parallel_testing::debug_command {
namespace {

namespace fs = std::filesystem;

constexpr const char* footer =
    R"(Sets up the fixtures of the test, starts it as ctest starts it, with worker,
directories, ports and locks, and cleans the fixtures up. Pass another debugger
after `--`; the command line of the test follows it.
Example: parallel-testing debug --last-failed build -- strace -ff -o trace
Exit codes: 0 the debugger ended with 0, 1 it did not, 2 wrong usage, 3 the test
was not started, 4 no tests.)";

struct options {
  std::string test;
  std::string build = ".";
  std::string configuration;
  std::string with;
  std::vector<std::string> command;
  bool takes_last_failed = false;
  bool prints = false;
  std::string vscode;  ///< the file; "" for none
  cli::output_format format = cli::output_format::text;
};

constexpr const char* default_file = "default";

/// The launch.json of the project to which the build tree belongs.
std::string launch_file_of(const std::string& build) {
  const std::string source =
      tools::cached_value(tools::build_tree_of(build), "CMAKE_HOME_DIRECTORY");
  if (source.empty()) {
    throw cli::failure(cli::exit_environment,
                       fmt::format("'{}' does not name its source directory; "
                                   "pass the file: --vscode=FILE",
                                   build));
  }
  return source + "/.vscode/launch.json";
}

int write_launch_file(const cli::invocation& given, const std::string& path,
                      const preview& of) {
  std::error_code problem;
  const std::optional<std::string> before = tools::read_file(path);
  if (!before && fs::exists(path, problem)) {
    throw cli::failure(cli::exit_environment,
                       fmt::format("'{}' cannot be read", path));
  }
  try {
    const std::string empty =
        "{\n    \"version\": \"0.2.0\",\n    \"configurations\": []\n}\n";
    const std::string text =
        with_item(before.value_or(empty), "configurations", launch_name(of),
                  launch_configuration(of));
    cli::prepare_output(path);
    cli::write_file(path, text);
  } catch (const tools::record_error& refused) {
    throw cli::failure(
        cli::exit_environment,
        fmt::format("'{}' is unchanged: {}", path, refused.what()));
  }
  given.out << fmt::format("{}: '{}'\n", path, launch_name(of));
  return cli::exit_fine;
}

/// The name of the test, which --last-failed replaces.
std::string name_of_test(const cli::invocation& given, options& wanted) {
  if (!wanted.takes_last_failed) {
    if (wanted.test.empty()) {
      throw cli::failure(cli::exit_usage,
                         "pass the name of a test, or --last-failed");
    }
    return wanted.test;
  }
  std::size_t others = 0;
  std::string name = last_failed(tools::build_tree_of(wanted.build), others);
  given.err << fmt::format(
      "parallel-testing debug: the last failure is {}{}\n", cli::one_line(name),
      others == 0 ? "" : fmt::format(", and {} more failed", others));
  return name;
}

int debug(const cli::invocation& given, options wanted) {
  wanted.build = suggest_command::build_of(wanted.build);
  const std::string ctest =
      tools::choose_ctest(tools::ctest_of(tools::build_tree_of(wanted.build)));
  const std::string name = name_of_test(given, wanted);
  const std::vector<tools::listed_test> tests =
      numbered_tests(wanted.build, ctest, wanted.configuration);
  if (tests.empty()) {
    throw cli::failure(cli::exit_no_tests,
                       fmt::format("'{}' has no tests; build them, or choose "
                                   "one of several configurations: -C Debug",
                                   wanted.build));
  }
  const debugged_test test =
      find_debugged_test(name, tests, wanted.build, wanted.configuration);
  const bool needs_debugger = wanted.vscode.empty();
  const preview shown{
      test,
      needs_debugger ? find_debugger(wanted.with, wanted.command, wanted.build)
                     : chosen_debugger{},
      wanted.build, wanted.configuration, tools::own_program()};
  if (!wanted.vscode.empty()) {
    return write_launch_file(given,
                             wanted.vscode == default_file
                                 ? launch_file_of(wanted.build)
                                 : wanted.vscode,
                             shown);
  }
  if (wanted.prints) {
    given.out << (wanted.format == cli::output_format::json
                      ? preview_json(shown)
                      : preview_text(shown));
    return cli::exit_fine;
  }
  return run_session(
      given, {wanted.build, ctest, wanted.configuration, test, shown.with});
}

}  // namespace

int run(const cli::invocation& given) {
  if (const auto exit_code = run_inside(given.arguments)) {
    return *exit_code;
  }
  options wanted;
  cli::parser app(
      "debug", "Starts one test in the environment of a run, in a debugger.");
  app.footer(footer);
  app.add("test", wanted.test, "name of a CTest test, or of a case inside one");
  const std::string none = wanted.build;
  cli::add_build_directory(app, wanted.build);
  cli::add_configuration(app, wanted.configuration);
  app.add("--with", wanted.with,
          "gdb, lldb, rr, strace, valgrind (default: gdb or lldb)")
      .value_name("DEBUGGER")
      .check([](const std::string& text) {
        const debugger kind = kind_named(text);
        return kind == debugger::command
                   ? "expected gdb, lldb, rr, strace or valgrind; pass another "
                     "debugger after --"
                   : "";
      });
  app.add_flag("--last-failed", wanted.takes_last_failed,
               "debug the last test in ctest's list of failed tests");
  app.add_flag("--print", wanted.prints,
               "print what would be started, and start nothing");
  app.add_flag(std::string("--vscode{") + default_file + "}", wanted.vscode,
               "add a configuration to .vscode/launch.json or =FILE");
  cli::add_format(app, wanted.format);
  if (const auto exit_code = app.parse(given, wanted.command)) {
    return *exit_code;
  }
  if (wanted.takes_last_failed && wanted.build == none) {
    wanted.build = wanted.test.empty() ? none : std::exchange(wanted.test, {});
  }
  if (wanted.takes_last_failed && !wanted.test.empty()) {
    throw cli::failure(cli::exit_usage,
                       "pass either the name of a test or --last-failed");
  }
  if (!wanted.with.empty() && !wanted.command.empty()) {
    throw cli::failure(cli::exit_usage,
                       "pass either --with or a command after --");
  }
  return debug(given, wanted);
}

}  // namespace parallel_testing::debug_command
