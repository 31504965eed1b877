// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/suggest/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "base/programs.hpp"
#include "ctest/arguments.hpp"
#include "ctest/ctest_query.hpp"

namespace parallel_testing::suggest_command {
namespace {

constexpr int most_jobs = 9999;

constexpr const char* footer =
    R"(Arguments after -- go to ctest.
Example: parallel-testing suggest build -- -L unit
Exit codes: 0 nothing strong was found, 1 something was, 2 wrong usage, 3 tests
cannot be watched or the build directory is missing, 4 no tests, 130 or 143
interrupted.)";

/// Options of ctest that contradict those of this command.
void check_allowed(const tools::sorted_arguments& sorted,
                   const std::vector<std::string>& given) {
  const auto refuse = [](std::string_view what, std::string_view instead) {
    throw cli::failure(
        cli::exit_usage,
        fmt::format("{} cannot come after --; {}", what, instead));
  };
  if (!sorted.without_value.empty()) {
    throw cli::failure(cli::exit_usage, fmt::format("'{}' requires a value",
                                                    sorted.without_value));
  }
  if (sorted.has_preset) {
    refuse("--preset", "pass the build directory of the preset");
  }
  if (!sorted.test_directory.empty()) {
    refuse(fmt::format("a build directory ('{}')", sorted.test_directory),
           "pass it before --");
  }
  if (sorted.of_ctest == tools::purpose::something_else) {
    refuse(fmt::format("'{}'", fmt::join(given, " ")),
           "pass options that select tests");
  }
  if (!sorted.ours.empty()) {
    refuse(fmt::format("'{}'", sorted.ours.front()),
           sorted.ours.front().starts_with("-j") ||
                   sorted.ours.front().starts_with("--parallel")
               ? "pass --jobs before --"
               : "pass options of ctest");
  }
  if (!sorted.for_tests.empty()) {
    refuse("'--'", "arguments for the programs of tests belong in EXTRA_ARGS");
  }
  for (const std::string& each : sorted.ctests) {
    if (each.starts_with("--repeat")) {
      refuse("'" + each + "'", "each test is watched once");
    }
  }
}

void check_known(const tools::sorted_arguments& sorted,
                 const std::string& build) {
  std::string help;
  for (const std::string& word : sorted.unknown) {
    if (help.empty()) {
      help = tools::output_of({tools::ctest_of(build), "--help"}).out;
    }
    if (!tools::is_in_help(help, word)) {
      throw cli::failure(cli::exit_usage, tools::unknown_option_text(word));
    }
  }
}

}  // namespace

cli::parsed<options> parse_options(const cli::invocation& given) {
  cli::parsed<options> result;
  options& into = result.values;
  watch_request& tests = into.watched;
  bool watches_cases = false;
  cli::parser app(
      "suggest",
      "Runs each test once, watched, and finds out what tests share.");
  app.footer(footer);
  cli::add_build_directory(app, tests.build);
  cli::add_configuration(app, tests.configuration);
  app.add("--jobs", tests.jobs,
          "watch up to N tests at once, of those that have a\n"
          "working directory each (default: 1)")
      .between(1, most_jobs)
      .value_name("N");
  app.add_flag("--cases", watches_cases,
               "watch each case of programs with a test framework that\n"
               "CTest runs as one test");
  app.add_flag("--last", into.uses_last,
               "run nothing; use what was observed last");
  app.add_flag("--apply", into.applies,
               "write cmake/parallel_testing_suggestions.cmake");
  app.add_flag("--prove", into.proves,
               "run the tests with the suggestions, in random orders");
  app.add_flag("--stock", into.is_stock,
               "print, or write, functions of CMake alone");
  cli::add_format(app, into.format);
  result.exit_code = app.parse(given, tests.ctest);
  if (result.exit_code) {
    return result;
  }
  tests.by = watches_cases ? granularity::cases : granularity::tests;
  if (into.uses_last &&
      (watches_cases || tests.jobs != 1 || !tests.ctest.empty())) {
    throw cli::failure(cli::exit_usage,
                       "--last runs no tests; leave out --cases, --jobs and "
                       "the arguments for ctest");
  }
  if (into.format == cli::output_format::json &&
      (into.applies || into.is_stock)) {
    throw cli::failure(cli::exit_usage,
                       "--format json writes no CMake code; leave out --apply "
                       "and --stock");
  }
  const tools::sorted_arguments sorted = tools::sort_arguments(tests.ctest);
  check_known(sorted, tests.build);
  check_allowed(sorted, tests.ctest);
  return result;
}

}  // namespace parallel_testing::suggest_command
