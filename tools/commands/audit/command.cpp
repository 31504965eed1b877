// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <filesystem>
#include <ostream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "cli/common_options.hpp"
#include "commands/audit/report.hpp"
#include "commands/commands.hpp"
#include "events/log_files.hpp"
#include "events/run_place.hpp"
#include "history/replay.hpp"

namespace parallel_testing::audit_command {
namespace {

struct options {
  std::vector<std::string> logs;
  cli::output_format format = cli::output_format::text;
  tools::other_runs others = tools::other_runs::none;
};

constexpr const char* footer =
    R"(Pass the logs of all runs that were active at the same time. A build directory
stands for its latest run. `audit` does not see what tests share without a
marker or the library, such as files and fixed ports.
Example: parallel-testing audit build
Exit codes: 0 nothing was held twice, 1 there are findings, 2 wrong usage,
3 a log cannot be read, 4 the logs contain no events.)";

cli::parsed<options> parse_options(const cli::invocation& given) {
  cli::parsed<options> result;
  bool possible_others = false;
  cli::parser app(
      "audit",
      "Proves from event logs that no worker, lock, port, directory, core\n"
      "or capacity was held twice at the same time.");
  app.footer(footer);
  app.add("log,--test-dir", result.values.logs,
          "event log, directory of a run, or build directory")
      .required()
      .value_name("...");
  cli::add_format(app, result.values.format);
  app.add_flag("--other-runs", possible_others,
               "do not require that worker ids have no gaps, because\n"
               "other runs on the machine wrote no log");
  result.exit_code = app.parse(given);
  result.values.others =
      possible_others ? tools::other_runs::possible : tools::other_runs::none;
  return result;
}

/// Replaces a directory by the log in it, or by the log of its last run.
std::vector<std::string> logs_of(const options& wanted) {
  std::vector<std::string> logs;
  for (const std::string& given : wanted.logs) {
    std::error_code problem;
    const std::string found = std::filesystem::is_directory(given, problem)
                                  ? tools::find_run(given).events
                                  : given;
    logs.push_back(found.empty() ? given : found);
  }
  return logs;
}

int audit(const cli::invocation& given, const options& wanted) {
  tools::event_log log = tools::load_event_logs(logs_of(wanted));
  tools::resource_specs specs = tools::load_resource_specs(log);
  for (const tools::diagnostic& problem : log.problems) {
    given.err << "parallel-testing audit: " << tools::to_text(problem) << "\n";
  }
  const bool empty = log.events.empty();
  const tools::replay_result result =
      tools::replay(std::move(log.events), {wanted.others, std::move(specs)});
  given.out << (wanted.format == cli::output_format::json
                    ? json_report(result, log.problems)
                    : text_report(result));
  if (!result.findings.empty()) {
    return cli::exit_finding;
  }
  if (!log.problems.empty()) {
    return cli::exit_environment;
  }
  return empty ? cli::exit_no_tests : cli::exit_fine;
}

}  // namespace

int run(const cli::invocation& given) {
  return parse_options(given).then(
      [&](const options& wanted) { return audit(given, wanted); });
}

}  // namespace parallel_testing::audit_command
