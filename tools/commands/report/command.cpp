// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/report/command.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <functional>
#include <ostream>
#include <vector>

#include "cli/output_file.hpp"
#include "commands/report/loaded_run.hpp"
#include "commands/report/markdown.hpp"
#include "commands/report/options.hpp"
#include "commands/report/page.hpp"
#include "commands/report/trace.hpp"
#include "events/run_place.hpp"
#include "results/json_writer.hpp"
#include "results/junit_writer.hpp"
#include "results/summary_text.hpp"

namespace parallel_testing::report_command {
namespace {

std::string terminal_text(const io::run_result& result, std::size_t durations,
                          const cli::terminal& screen) {
  std::string text = cli::summary_text(result, screen);
  const std::string problems = cli::problems_text(result, screen);
  if (!problems.empty()) {
    text += "\n" + problems;
  }
  if (durations > 0) {
    text += "\nslowest tests:\n" + cli::durations_text(result, durations);
  }
  return text;
}

struct writer {
  std::string path;
  std::function<std::string()> text;
};

/// Where a report goes that no person reads as text: on a terminal beside the
/// events of the run.
std::string path_of(const std::string& given, const char* name,
                    const std::string& run, const cli::terminal& screen) {
  if (given != "-" || !screen.is_interactive()) {
    return given;
  }
  const std::filesystem::path events = io::find_run(run).events;
  return (events.parent_path() / name).string();
}

std::vector<writer> wanted_writers(const loaded_run& loaded,
                                   const options& given) {
  const outputs& wanted = given.wanted;
  const io::run_result& result = loaded.result;
  const std::vector<writer> all{
      {wanted.html,
       [&] { return page_text(result, loaded.past, loaded.configuration); }},
      {wanted.json, [&] { return io::json_text(result); }},
      {wanted.junit, [&] { return io::junit_text(result, given.schema); }},
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
                       "standard output takes one report; give the others a "
                       "file: --html=report.html");
  }
  return chosen;
}

}  // namespace

int run(const cli::invocation& given) {
  const parsed_options parsed = parse_options(given);
  if (parsed.exit_code) {
    return *parsed.exit_code;
  }
  options wanted = parsed.values;
  wanted.wanted.html =
      path_of(wanted.wanted.html, "report.html", wanted.run, given.screen);
  wanted.wanted.trace =
      path_of(wanted.wanted.trace, "trace.json", wanted.run, given.screen);
  const loaded_run loaded =
      load_run(wanted.run, wanted.wanted.html.empty() ? 0 : wanted.past);
  for (const io::diagnostic& problem : loaded.problems) {
    given.err << "parallel-testing report: " << io::to_text(problem) << "\n";
  }
  const bool is_empty = loaded.result.tests.empty();
  if (is_empty && !loaded.problems.empty()) {
    return cli::exit_environment;
  }
  if (is_empty) {
    given.err << "parallel-testing report: the run has no tests\n";
  }
  const std::vector<writer> writers = wanted_writers(loaded, wanted);
  for (const writer& each : writers) {
    cli::write_output(each.path, each.text(), given.out);
    if (given.screen.is_interactive() && each.path != "-") {
      given.out << "wrote " << each.path << "\n";
    }
  }
  if (writers.empty()) {
    given.out << terminal_text(loaded.result, wanted.durations, given.screen);
  }
  return is_empty ? cli::exit_no_tests : cli::exit_fine;
}

}  // namespace parallel_testing::report_command
