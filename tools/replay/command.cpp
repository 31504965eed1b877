// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "replay/command.hpp"

#include <ostream>
#include <utility>

#include "io/event_log.hpp"
#include "io/replay.hpp"
#include "replay/exit_code.hpp"
#include "replay/options.hpp"
#include "replay/report.hpp"

namespace parallel_testing::replay_command {

int run(int argc, const char* const* argv, std::ostream& out,
        std::ostream& err) {
  const parsed_options parsed = parse_options(argc, argv);
  if (parsed.exit_code) {
    return *parsed.exit_code;
  }
  const options& wanted = parsed.values;
  io::event_log log = io::load_event_logs(wanted.logs);
  io::resource_specs specs = io::load_resource_specs(log);
  for (const io::diagnostic& problem : log.problems) {
    err << "parallel-testing-replay: " << io::to_text(problem) << "\n";
  }
  const bool empty = log.events.empty();
  const io::replay_result result =
      io::replay(std::move(log.events), {wanted.others, std::move(specs)});
  out << (wanted.format == output_format::json
              ? json_report(result, log.problems)
              : text_report(result));
  if (!result.findings.empty()) {
    return exit_finding;
  }
  if (!log.problems.empty()) {
    return exit_environment;
  }
  return empty ? exit_no_tests : exit_fine;
}

}  // namespace parallel_testing::replay_command
