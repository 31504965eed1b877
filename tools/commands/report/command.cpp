// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fmt/format.h>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <ostream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "base/programs.hpp"
#include "cli/common_options.hpp"
#include "cli/output_file.hpp"
#include "commands/commands.hpp"
#include "commands/report/history.hpp"
#include "commands/report/loaded_run.hpp"
#include "commands/report/markdown.hpp"
#include "commands/report/page.hpp"
#include "commands/report/trace.hpp"
#include "events/run_place.hpp"
#include "results/summary_text.hpp"
#include "results/writers/annotations.hpp"
#include "results/writers/json.hpp"
#include "results/writers/junit.hpp"

namespace parallel_testing::report_command {
namespace {

/// Paths of reports: `-` is standard output, an empty path means no report.
struct outputs {
  std::string html;
  std::string json;
  std::string junit;
  std::string markdown;
  std::string trace;
};

struct options {
  std::string run = ".";
  outputs wanted;
  tools::junit_schema schema = tools::junit_schema::all;
  std::size_t durations = 10;
  std::size_t past = 10;
  bool shows_history = false;
  cli::output_format format = cli::output_format::text;
};

constexpr const char* footer =
    R"(A build directory stands for its latest run. A report without FILE goes to
standard output; on a terminal, --html and --trace go to the directory of the
run.
Example: parallel-testing report build --html report.html
Exit codes: 0 also if tests failed, 2 wrong usage, 3 there is no such run, 4 the
run has no tests.)";

/// `--name` alone writes to standard output, `--name FILE` and `--name=FILE` to
/// a file.
void add_output(cli::parser& app, const std::string& name, std::string& into,
                const std::string& description) {
  app.add("--" + name, into, description).value_or("-").value_name("[FILE]");
}

bool is_run(const std::string& given) {
  std::error_code problem;
  return given.ends_with(".ndjson") ||
         std::filesystem::is_directory(given, problem);
}

/// In `--html build`, `build` names the run, not the output: reports never
/// replace a directory or a file of events.
void take_run(std::string& output, options& values, bool& has_run) {
  if (!is_run(output)) {
    return;
  }
  if (has_run) {
    throw cli::failure(cli::exit_usage,
                       "'" + output +
                           "' is a run or a directory, not a file for a "
                           "report; name a file: --html report.html");
  }
  has_run = true;
  values.run = std::exchange(output, "-");
}

cli::parsed<options> parse_options(const cli::invocation& given) {
  cli::parsed<options> result;
  options& values = result.values;
  cli::parser app("report", "Shows what a run did.");
  app.footer(footer);
  app.add("run,--test-dir", values.run,
          "event log, directory of a run, or build directory\n"
          "(default: .)")
      .value_name("...");
  add_output(app, "html", values.wanted.html,
             "write a page with timeline, tests, locks and history");
  add_output(app, "json", values.wanted.json, "write everything, for programs");
  add_output(app, "junit", values.wanted.junit, "write JUnit, for CI systems");
  add_output(app, "markdown", values.wanted.markdown,
             "write the job summary of a CI system");
  add_output(app, "trace", values.wanted.trace,
             "write a trace for https://ui.perfetto.dev");
  app.add("--durations", values.durations,
          "list the N slowest tests (default: 10)")
      .value_name("N");
  app.add("--past", values.past,
          "show N earlier runs in the page (default: 10)")
      .value_name("N");
  app.add_flag("--history", values.shows_history,
               "show failure rates and times of the last runs instead");
  tools::add_junit_schema(app, values.schema);
  cli::add_format(app, values.format);
  result.exit_code = app.parse(given);
  bool has_run = app.has("--test-dir");
  outputs& wanted = values.wanted;
  for (std::string* each : {&wanted.html, &wanted.json, &wanted.junit,
                            &wanted.markdown, &wanted.trace}) {
    take_run(*each, values, has_run);
  }
  if (values.format == cli::output_format::json && values.wanted.json.empty() &&
      !values.shows_history) {
    values.wanted.json = "-";
  }
  return result;
}

std::string terminal_text(const tools::run_result& result,
                          std::size_t durations, const cli::terminal& screen) {
  std::string text = tools::summary_text(result, screen);
  const std::string problems = tools::problems_text(result, screen);
  if (!problems.empty()) {
    text += "\n" + problems;
  }
  if (durations > 0) {
    text += "\nslowest tests:\n" + tools::durations_text(result, durations);
  }
  return text;
}

/// `run` has printed those of the runs that it made.
std::string annotations_of(const loaded_run& loaded) {
  const tools::variables variables = tools::current_environment();
  const bool is_wanted = loaded.is_of_plain_ctest &&
                         tools::value_of(variables, "GITHUB_ACTIONS") == "true";
  return is_wanted ? tools::annotations_text(
                         loaded.result,
                         tools::value_of(variables, "GITHUB_WORKSPACE"))
                   : "";
}

struct writer {
  std::string path;
  std::function<std::string()> text;
};

/// The path for a report that people do not read as text. On a terminal, it is
/// beside the events of the run.
std::string path_of(const std::string& given, const char* name,
                    const std::string& run, const cli::terminal& screen) {
  if (given != "-" || !screen.is_interactive()) {
    return given;
  }
  const std::filesystem::path events = tools::find_run(run).events;
  return (events.parent_path() / name).string();
}

/// Records that cannot be read are reported, and the page is written without.
std::optional<known_sharing> sharing_of(const std::string& build,
                                        const cli::invocation& given) {
  if (build.empty()) {
    return {};
  }
  suggest_command::latest_sharing latest =
      suggest_command::read_latest_sharing(build);
  if (!latest.problem.empty()) {
    given.err << "parallel-testing report: the page does not show what tests "
                 "share: "
              << latest.problem << "\n";
  }
  return std::move(latest.known);
}

/// "" for a page on standard output, whose links are absolute.
std::string directory_of_page(const std::string& path) {
  return path == "-" ? ""
                     : std::filesystem::absolute(path).parent_path().string();
}

std::vector<writer> wanted_writers(const loaded_run& loaded,
                                   const options& given,
                                   const cli::invocation& called) {
  const outputs& wanted = given.wanted;
  const tools::run_result& result = loaded.result;
  const std::vector<writer> all{
      {wanted.html,
       [&] {
         return page_text(result, loaded.past, loaded.configuration,
                          sharing_of(result.build, called),
                          directory_of_page(wanted.html));
       }},
      {wanted.json, [&] { return tools::json_text(result); }},
      {wanted.junit,
       [&] {
         return tools::junit_text(result, given.schema,
                                  tools::checkout_directory());
       }},
      {wanted.markdown, [&] { return markdown_text(result); }},
      {wanted.trace, [&] { return trace_text(result); }}};
  std::vector<writer> chosen;
  std::size_t on_stdout = 0;
  for (const writer& each : all) {
    on_stdout += each.path == "-" ? 1 : 0;
    if (!each.path.empty()) {
      chosen.push_back(each);
    }
  }
  if (on_stdout > 1) {
    throw cli::failure(cli::exit_usage,
                       "standard output takes one report; name a file for the "
                       "others: --html=report.html");
  }
  return chosen;
}

int report(const cli::invocation& given, options wanted) {
  if (wanted.shows_history) {
    return report_history(given, wanted.run, wanted.format);
  }
  wanted.wanted.html =
      path_of(wanted.wanted.html, "report.html", wanted.run, given.screen);
  wanted.wanted.trace =
      path_of(wanted.wanted.trace, "trace.json", wanted.run, given.screen);
  const loaded_run loaded =
      wanted.wanted.html.empty()
          ? load_run(wanted.run, 0)
          : load_run(wanted.run, wanted.past, tools::artifact_contents::read);
  for (const tools::diagnostic& problem : loaded.problems) {
    given.err << "parallel-testing report: " << tools::to_text(problem) << "\n";
  }
  const bool is_empty = loaded.result.tests.empty();
  if (is_empty && !loaded.problems.empty()) {
    return cli::exit_environment;
  }
  if (is_empty) {
    given.err << "parallel-testing report: the run has no tests\n";
  }
  const std::vector<writer> writers = wanted_writers(loaded, wanted, given);
  for (const writer& each : writers) {
    cli::write_output(each.path, each.text(), given.out);
    if (given.screen.is_interactive() && each.path != "-") {
      given.out << "wrote " << each.path << "\n";
    }
  }
  if (writers.empty()) {
    given.out << terminal_text(loaded.result, wanted.durations, given.screen)
              << annotations_of(loaded);
  }
  return is_empty ? cli::exit_no_tests : cli::exit_fine;
}

}  // namespace

int run(const cli::invocation& given) {
  return parse_options(given).then(
      [&](const options& wanted) { return report(given, wanted); });
}

}  // namespace parallel_testing::report_command
