// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/stress/options.hpp"

namespace parallel_testing::stress_command {
namespace {

constexpr int most_given = 10'000;
constexpr int longest_limit_s = 7 * 24 * 3600;

constexpr const char* footer =
    R"(Arguments after -- go to ctest.
Example: parallel-testing stress build -j 1,8 -- -L unit
Exit codes: 0 all tests always passed, 1 some did not, 2 wrong usage, 3 ctest or
the build directory is missing, 4 no tests, 130 or 143 interrupted.)";

std::string is_list_item(const std::string& text) {
  const bool is_number =
      !text.empty() && text.size() < 5 && text.front() != '0' &&
      text.find_first_not_of("0123456789") == std::string::npos;
  return is_number || text == "auto"
             ? ""
             : "must be auto or a number from 1 to 9999, not '" + text + "'";
}

}  // namespace

cli::parsed<options> parse_options(const cli::invocation& given) {
  cli::parsed<options> result;
  options& into = result.values;
  cli::parser app(
      "stress",
      "Repeats the tests to find those that depend on time, load or order.");
  app.footer(footer);
  cli::add_build_directory(app, into.build);
  app.add("-j,--parallel", into.jobs,
          "numbers of tests at once, tried one after another\n"
          "(default: 1,8,auto,4,2)")
      .list(',')
      .check(is_list_item)
      .value_name("N,...");
  app.add("--rounds", into.rounds,
          "number of rounds with each of them; all but the\n"
          "first are shuffled (default: 2)")
      .between(1, most_given)
      .value_name("N");
  app.add("--shuffle", into.seed,
          "seed of the first shuffled round (default: random)")
      .between(1, 4'000'000'000)
      .value_name("SEED");
  app.add("--tries", into.tries,
          "repeat what may be due to chance N times (default: 5)")
      .between(1, most_given)
      .value_name("N");
  app.add("--investigate", into.investigate,
          "examine at most N tests one by one (default: 50)")
      .between(0, most_given)
      .value_name("N");
  app.add("--time-limit", into.time_limit_s,
          "stop after N seconds; 0: no limit (default: 300)")
      .between(0, longest_limit_s)
      .value_name("N");
  cli::add_format(app, into.format);
  result.exit_code = app.parse(given, into.ctest);
  return result;
}

}  // namespace parallel_testing::stress_command
