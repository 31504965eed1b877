// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/audit/options.hpp"

namespace parallel_testing::audit_command {
namespace {

constexpr const char* footer =
    "Give the logs of all runs that were alive at the same time.\n"
    "It does not see what tests share without asking: files, fixed ports.\n"
    "Exit codes: 0 nothing was held twice, 1 findings, 2 wrong usage,\n"
    "3 a log could not be read, 4 the logs hold no event.";

}  // namespace

parsed_options parse_options(const cli::invocation& given) {
  parsed_options result;
  bool possible_others = false;
  const auto app = cli::make_app(
      "audit",
      "Proves from event logs that no worker, lock, port or directory was\n"
      "held twice at the same time.");
  app->footer(footer);
  app->add_option("log,--test-dir", result.values.logs,
                  "events.ndjson of a run, its directory, or a build\n"
                  "directory: that of its last run")
      ->required();
  cli::add_format(*app, result.values.format);
  app->add_flag("--other-runs", possible_others,
                "runs without a log used the machine too:\n"
                "do not judge whether worker ids are dense");
  result.exit_code = cli::parse(*app, given);
  result.values.others =
      possible_others ? io::other_runs::possible : io::other_runs::none;
  return result;
}

}  // namespace parallel_testing::audit_command
