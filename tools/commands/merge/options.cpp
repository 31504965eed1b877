// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/merge/options.hpp"

namespace parallel_testing::merge_command {
namespace {

constexpr const char* footer =
    "Reads *.ndjson (events), *.xml (JUnit), times.txt and CTestCostData.txt, "
    "and\nthe directories `data` of `coverage`; writes events.ndjson for "
    "`report`,\njunit.xml, times.txt for `shard --times`, and `coverage` for "
    "`coverage --data`.\nAnswers 0 also when tests failed; 1 shards of "
    "different plans, a\nmissing shard, a test in none or two of them (nothing "
    "is written then), a\nsuite with results in no test case; 2 wrong usage, 3 "
    "a file is missing or\nbroken, 4 there is no file of these kinds.";

}  // namespace

parsed_options parse_options(const cli::invocation& given) {
  parsed_options result;
  options& values = result.values;
  const auto app =
      cli::make_app("merge", "Joins what shards of one run left behind.");
  app->footer(footer);
  app->add_option("shard", values.shards,
                  "files of shards, or directories with them")
      ->required()
      ->option_text(" ");
  app->add_option("--into", values.into,
                  "directory of the results (merged), made\n"
                  "when it is missing")
      ->option_text("DIR");
  app->add_flag("--part", values.is_part,
                "join what one machine left, or a run that was\n"
                "stopped, and do not ask for all of it");
  cli::add_format(*app, values.format);
  result.exit_code = cli::parse(*app, given);
  return result;
}

}  // namespace parallel_testing::merge_command
