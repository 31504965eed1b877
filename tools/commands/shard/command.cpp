// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "base/json.hpp"
#include "cli/output_file.hpp"
#include "cli/terminal.hpp"
#include "commands/commands.hpp"
#include "commands/shard/archived_build.hpp"
#include "commands/shard/build_identity.hpp"
#include "commands/shard/frozen_times.hpp"
#include "commands/shard/options.hpp"
#include "commands/shard/selection.hpp"
#include "commands/shard/shard_run.hpp"
#include "commands/shard/test_record.hpp"
#include "division/plan.hpp"
#include "lib/src/base/text.hpp"
#include "results/case_times.hpp"
#include "results/summary_text.hpp"

namespace parallel_testing::shard_command {
namespace {

using division::timed_test;
using division::to_text;
using nlohmann::ordered_json;

constexpr std::int64_t ns_per_ms = 1'000'000;

tools::test_times times_for(const options& wanted, std::ostream& err) {
  if (wanted.times.empty()) {
    // Only a plan by time depends on the times; others use them for the
    // forecast.
    return wanted.how == method::time ? frozen_times(wanted.build, err)
                                      : tools::load_test_times(wanted.build);
  }
  tools::test_times times;
  for (const std::string& path : wanted.times) {
    if (wanted.how == method::time && is_live_times(wanted.build, path)) {
      throw cli::failure(
          cli::exit_usage,
          fmt::format("--times: '{}' changes with every run, so two shards "
                      "would have different plans; copy the file and pass the "
                      "copy to all shards, or omit the option",
                      path));
    }
    if (!times.add_file(path)) {
      throw cli::failure(
          cli::exit_environment,
          fmt::format(
              "--times: '{}' cannot be read; pass a times.txt, or omit the "
              "option",
              path));
    }
    if (times.bad_lines() > 0) {
      throw cli::failure(
          cli::exit_environment,
          fmt::format(
              "--times: {} of the lines of '{}' are not times of tests; "
              "pass a times.txt, or omit the option",
              times.bad_lines(), path));
    }
  }
  return times;
}

struct chosen_shard {
  test_choice tests;
  shard own;
  std::int64_t longest_shard_ms = 0;
  std::size_t unknown = 0;   ///< number of its tests without a time
  tools::shard_record part;  ///< for its log
};

std::vector<std::int64_t> numbers_of(const test_choice& tests) {
  std::vector<std::int64_t> numbers;
  for (const std::size_t at : tests.chosen) {
    numbers.push_back(static_cast<std::int64_t>(at) + 1);
  }
  return numbers;
}

chosen_shard choose_shard(const options& wanted, std::ostream& err) {
  chosen_shard result{choose_tests(wanted), {}, 0, 0, {}};
  const tools::test_times times = times_for(wanted, err);
  std::vector<timed_test> timed;
  for (const std::size_t at : result.tests.chosen) {
    const tools::listed_test& test = result.tests.all[at];
    timed.push_back({&test, test.is_set("DISABLED")
                                ? std::optional<std::int64_t>(0)
                                : times.milliseconds_of(test)});
  }
  auto shards = division::plan_shards(timed, wanted.number.count, wanted.how);
  for (const shard& each : shards) {
    result.longest_shard_ms =
        std::max(result.longest_shard_ms, each.forecast_ms);
  }
  const division::plan_input input{timed, numbers_of(result.tests), wanted.how};
  result.part = {division::describe_shard(input, shards, wanted.number.index),
                 record_tests(input)};
  if (wanted.what == action::run) {
    result.part.own.build = build_identity(result.tests.all, wanted.build);
  }
  if (wanted.how == method::time) {
    result.part.own.times = hex(hash(times.text()), 16);
  }
  result.own = std::move(shards[wanted.number.index - 1]);
  for (std::size_t& test : result.own.tests) {
    result.unknown += timed[test].ms ? 0 : 1;
    test = result.tests.chosen[test];
  }
  return result;
}

std::string forecast_text(const options& wanted, const chosen_shard& chosen) {
  std::string text = fmt::format(
      "shard {}/{} by {}, plan {}: {} of {} tests, about {} of tests, {} in "
      "the longest shard",
      wanted.number.index, wanted.number.count, to_text(wanted.how),
      chosen.part.own.plan, chosen.own.tests.size(), chosen.tests.chosen.size(),
      tools::seconds_text(chosen.own.forecast_ms * ns_per_ms),
      tools::seconds_text(chosen.longest_shard_ms * ns_per_ms));
  if (chosen.unknown > 0) {
    text += fmt::format("; {} never ran before and count{} as the average",
                        chosen.unknown, chosen.unknown == 1 ? "s" : "");
  }
  if (wanted.how == method::time && wanted.times.empty()) {
    text += fmt::format(
        "; planned with the times in {}, which do not change; remove that file "
        "on all machines to plan with newer times, or pass --times",
        frozen_times_name);
  }
  return text;
}

std::string json_text(const options& wanted, const chosen_shard& chosen) {
  ordered_json tests = ordered_json::array();
  for (const std::size_t at : chosen.own.tests) {
    tests.push_back({{"name", chosen.tests.all[at].name}, {"number", at + 1}});
  }
  const ordered_json root{{"version", 1},
                          {"shard", wanted.number.index},
                          {"shards", wanted.number.count},
                          {"by", to_text(wanted.how)},
                          {"plan", chosen.part.own.plan},
                          {"all_tests", chosen.tests.chosen.size()},
                          {"forecast_ms", chosen.own.forecast_ms},
                          {"longest_test_ms", chosen.own.longest_ms},
                          {"longest_shard_ms", chosen.longest_shard_ms},
                          {"without_time", chosen.unknown},
                          {"tests", std::move(tests)}};
  return tools::json_text(root);
}

}  // namespace

int run(const cli::invocation& given) {
  cli::parsed<options> parsed = parse_options(given);
  if (parsed.exit_code) {
    return *parsed.exit_code;
  }
  options& wanted = parsed.values;
  check_arguments(wanted);
  cli::prepare_output(wanted.list_file);
  use_archive(wanted, given.err);
  wanted.build = build_directory(wanted);
  const chosen_shard chosen = choose_shard(wanted, given.err);
  if (!wanted.list_file.empty()) {
    cli::write_output(wanted.list_file, numbers_text(chosen.own), given.out);
  }
  if (chosen.tests.chosen.empty()) {
    given.err << "parallel-testing shard: there are no tests to distribute; "
                 "build them, select others, or choose one of several "
                 "configurations: -- -C Debug\n";
    return cli::exit_no_tests;
  }
  if (!wanted.place.empty()) {
    given.err << fmt::format("shard {}/{} according to {}\n",
                             wanted.number.index, wanted.number.count,
                             wanted.place);
  }
  given.err << forecast_text(wanted, chosen) << std::endl;
  if (wanted.what == action::run) {
    return run_shard(given, wanted,
                     {chosen.own, chosen.part, chosen.tests.all});
  }
  if (wanted.format == cli::output_format::json) {
    given.out << json_text(wanted, chosen);
  } else if (wanted.list_file != "-") {
    for (const std::size_t at : chosen.own.tests) {
      given.out << cli::one_line(chosen.tests.all[at].name) << "\n";
    }
  }
  return cli::exit_fine;
}

}  // namespace parallel_testing::shard_command
