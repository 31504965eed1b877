// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/stress/options.hpp"

namespace parallel_testing::stress_command {
namespace {

constexpr int most = 10'000;

constexpr const char* footer =
    "Arguments behind `--` are for ctest: -- -L unit.\n"
    "Exit codes: 0 all tests pass always, 1 some do not, 2 wrong usage, 3 "
    "ctest or\n"
    "the build directory is missing, 4 no tests, 130 or 143 interrupted.";

std::string is_list_item(const std::string& text) {
  const bool is_number =
      !text.empty() && text.size() < 5 && text.front() != '0' &&
      text.find_first_not_of("0123456789") == std::string::npos;
  return is_number || text == "auto"
             ? ""
             : "must be auto or a number from 1 to 9999, not '" + text + "'";
}

}  // namespace

parsed_options parse_options(const cli::invocation& given) {
  parsed_options result;
  options& into = result.values;
  cli::invocation ours = given;
  into.ctest = cli::take_for_ctest(ours.arguments);
  const auto app = cli::make_app(
      "stress",
      "Runs the tests again and again, with more and fewer workers and in\n"
      "other orders, and finds out which tests disturb each other.");
  app->footer(footer);
  cli::add_build_directory(*app, into.build, "build directory (.)");
  app->add_option("-j,--parallel", into.jobs,
                  "tests at once, one after the other (1,2,4,auto)")
      ->delimiter(',')
      ->check(is_list_item)
      ->option_text("N,...");
  app->add_option("--rounds", into.rounds,
                  "runs with each: the first in order, the\n"
                  "others shuffled (2)")
      ->check(CLI::Range(1, most))
      ->option_text("N");
  app->add_option("--shuffle", into.seed, "seed of the first shuffled run")
      ->check(CLI::Range(1U, 4'000'000'000U))
      ->option_text("SEED");
  app->add_option("--tries", into.tries,
                  "how often to try what may be chance (5)")
      ->check(CLI::Range(1, most))
      ->option_text("N");
  app->add_option("--investigate", into.investigate,
                  "find the cause for N tests at most (5)")
      ->check(CLI::Range(0, most))
      ->option_text("N");
  cli::add_format(*app, into.format);
  result.exit_code = cli::parse(*app, ours);
  return result;
}

}  // namespace parallel_testing::stress_command
