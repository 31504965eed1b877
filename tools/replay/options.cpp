// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "replay/options.hpp"

#include <CLI/CLI.hpp>

#include "replay/exit_code.hpp"

namespace parallel_testing::replay_command {
namespace {

constexpr const char* footer =
    "Give the logs of all runs that were alive at the same time.\n"
    "Exit codes: 0 nothing was shared, 1 findings, 2 wrong usage,\n"
    "3 a log could not be read, 4 the logs hold no event.";

}  // namespace

parsed_options parse_options(int argc, const char* const* argv) {
  parsed_options result;
  bool possible_others = false;
  CLI::App app{
      "Proves from event logs that no worker, lock, port or directory was held "
      "twice at the same time.",
      "parallel-testing-replay"};
  app.footer(footer);
  app.add_option("log", result.values.logs, "events.ndjson of a run")
      ->required();
  app.add_option("--format", result.values.format, "text (default) or json")
      ->transform(CLI::Transformer(std::map<std::string, output_format>{
          {"text", output_format::text}, {"json", output_format::json}}))
      ->option_text("FORMAT");
  app.add_flag("--other-runs", possible_others,
               "Runs without a log used the machine too: do not judge whether "
               "worker ids are dense");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& problem) {
    result.exit_code = app.exit(problem) == 0 ? exit_fine : exit_usage;
  }
  result.values.others =
      possible_others ? io::other_runs::possible : io::other_runs::none;
  return result;
}

}  // namespace parallel_testing::replay_command
