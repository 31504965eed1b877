// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "audit/command.hpp"

#include <ostream>
#include <utility>

#include "audit/options.hpp"
#include "audit/report.hpp"
#include "io/event_log.hpp"
#include "io/replay.hpp"

namespace parallel_testing::audit_command {

int run(const cli::invocation& given) {
  const parsed_options parsed = parse_options(given);
  if (parsed.exit_code) {
    return *parsed.exit_code;
  }
  const options& wanted = parsed.values;
  io::event_log log = io::load_event_logs(wanted.logs);
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
