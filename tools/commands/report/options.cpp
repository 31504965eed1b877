// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/report/options.hpp"

#include <filesystem>
#include <system_error>
#include <utility>

namespace parallel_testing::report_command {
namespace {

constexpr const char* footer =
    "Reports without FILE go to standard output; --html and --trace on a "
    "terminal go\n"
    "to the directory of the run. Exit code 0 also when tests failed; 2 wrong "
    "usage,\n"
    "3 there is no such run, 4 it has no tests.";

/// `--name` alone is standard output, `--name FILE` and `--name=FILE` a file.
void add_output(CLI::App& app, const std::string& name, std::string& into,
                const std::string& description) {
  app.add_option("--" + name, into, description)
      ->expected(0, 1)
      ->default_str("-")
      ->option_text("[FILE]");
}

bool is_run(const std::string& given) {
  std::error_code problem;
  return given.ends_with(".ndjson") ||
         std::filesystem::is_directory(given, problem);
}

/// `--html build` is the report of the run in `build`: no report is written to
/// a directory, or in the place of events.
void take_run(std::string& output, options& values, bool& has_run) {
  if (!is_run(output)) {
    return;
  }
  if (has_run) {
    throw cli::failure(cli::exit_usage,
                       "'" + output +
                           "' is a run or a directory, not a file for a "
                           "report; give a file: --html report.html");
  }
  has_run = true;
  values.run = std::exchange(output, "-");
}

}  // namespace

parsed_options parse_options(const cli::invocation& given) {
  parsed_options result;
  options& values = result.values;
  cli::output_format format = cli::output_format::text;
  const auto app = cli::make_app("report", "What a run did.");
  app->footer(footer);
  app->add_option("run,--test-dir", values.run,
                  "build directory (its last run; default: .),\n"
                  "directory of a run, or its events.ndjson")
      ->option_text(" ");
  add_output(*app, "html", values.wanted.html,
             "a page with timeline, tests, locks, history");
  add_output(*app, "json", values.wanted.json, "all, for programs");
  add_output(*app, "junit", values.wanted.junit, "for CI systems");
  add_output(*app, "markdown", values.wanted.markdown,
             "for the job summary of a CI system");
  add_output(*app, "trace", values.wanted.trace, "for https://ui.perfetto.dev");
  app->add_option("--durations", values.durations, "slowest tests (10)")
      ->option_text("N");
  app->add_option("--history", values.past, "earlier runs in the page (10)")
      ->option_text("N");
  io::add_junit_schema(*app, values.schema);
  cli::add_format(*app, format);
  result.exit_code = cli::parse(*app, given);
  bool has_run = !app->get_option("--test-dir")->empty();
  outputs& wanted = values.wanted;
  for (std::string* each : {&wanted.html, &wanted.json, &wanted.junit,
                            &wanted.markdown, &wanted.trace}) {
    take_run(*each, values, has_run);
  }
  if (format == cli::output_format::json && values.wanted.json.empty()) {
    values.wanted.json = "-";
  }
  return result;
}

}  // namespace parallel_testing::report_command
