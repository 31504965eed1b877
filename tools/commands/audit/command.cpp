// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/audit/command.hpp"

#include <filesystem>
#include <ostream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "commands/audit/options.hpp"
#include "commands/audit/report.hpp"
#include "events/log_files.hpp"
#include "events/run_place.hpp"
#include "history/replay.hpp"

namespace parallel_testing::audit_command {
namespace {

/// A directory stands for the log in it, or for that of its last run.
std::vector<std::string> logs_of(const options& wanted) {
  std::vector<std::string> logs;
  for (const std::string& given : wanted.logs) {
    std::error_code problem;
    const std::string found = std::filesystem::is_directory(given, problem)
                                  ? io::find_run(given).events
                                  : given;
    logs.push_back(found.empty() ? given : found);
  }
  return logs;
}

}  // namespace

int run(const cli::invocation& given) {
  const parsed_options parsed = parse_options(given);
  if (parsed.exit_code) {
    return *parsed.exit_code;
  }
  const options& wanted = parsed.values;
  io::event_log log = io::load_event_logs(logs_of(wanted));
  io::resource_specs specs = io::load_resource_specs(log);
  for (const io::diagnostic& problem : log.problems) {
    given.err << "parallel-testing audit: " << io::to_text(problem) << "\n";
  }
  const bool empty = log.events.empty();
  const io::replay_result result =
      io::replay(std::move(log.events), {wanted.others, std::move(specs)});
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

}  // namespace parallel_testing::audit_command
