// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "report/options.hpp"

namespace parallel_testing::report_command {
namespace {

constexpr const char* footer =
    "Without FILE they go to standard output. Answers 0 also when tests "
    "failed;\n"
    "2 wrong usage, 3 there is no such run, 4 it has no tests.";

/// The parser's word for a flag without a value.
constexpr const char* alone = "true";

/// `--name` alone is standard output, `--name=FILE` a file.
void add_output(CLI::App& app, const std::string& name, std::string& into,
                const std::string& description) {
  app.add_flag("--" + name, into, description);
}

}  // namespace

parsed_options parse_options(const cli::invocation& given) {
  parsed_options result;
  options& values = result.values;
  cli::output_format format = cli::output_format::text;
  const auto app = cli::make_app("report", "What a run did.");
  app->footer(footer);
  app->add_option("run", values.run,
                  "build directory (its last run; default: .),\n"
                  "directory of a run, or its events.ndjson")
      ->option_text(" ");
  add_output(*app, "html", values.wanted.html,
             "[=FILE] a page with timeline, tests, locks, history");
  add_output(*app, "json", values.wanted.json, "[=FILE] all, for programs");
  add_output(*app, "junit", values.wanted.junit, "[=FILE] for CI systems");
  add_output(*app, "markdown", values.wanted.markdown,
             "[=FILE] for the job summary of a CI system");
  add_output(*app, "trace", values.wanted.trace,
             "[=FILE] for https://ui.perfetto.dev");
  app->add_option("--durations", values.durations, "slowest tests (10)")
      ->option_text("N");
  app->add_option("--history", values.past, "earlier runs in the page (10)")
      ->option_text("N");
  cli::add_format(*app, format);
  result.exit_code = cli::parse(*app, given);
  outputs& wanted = values.wanted;
  for (std::string* each : {&wanted.html, &wanted.json, &wanted.junit,
                            &wanted.markdown, &wanted.trace}) {
    if (*each == alone) {
      *each = "-";
    }
  }
  if (format == cli::output_format::json && values.wanted.json.empty()) {
    values.wanted.json = "-";
  }
  return result;
}

}  // namespace parallel_testing::report_command
