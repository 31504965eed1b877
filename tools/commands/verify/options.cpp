// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/verify/options.hpp"

namespace parallel_testing::verify_command {
namespace {

constexpr const char* footer =
    "Arguments behind `--` are for ctest: -- -L unit.\n"
    "Exit codes: 0 all passed, 1 a check failed, 2 wrong usage, 3 ctest or "
    "the build\n"
    "directory is missing, 4 no tests.";

}  // namespace

parsed_options parse_options(const cli::invocation& given) {
  parsed_options result;
  options& into = result.values;
  cli::invocation ours = given;
  into.ctest = cli::take_for_ctest(ours.arguments);
  bool is_quick = false;
  const auto app = cli::make_app(
      "verify",
      "Checks that the tests of a build directory are registered as they\n"
      "should be, and run in parallel as they do one by one.");
  app->footer(footer);
  cli::add_build_directory(*app, into.build, "build directory (.)");
  app->add_flag("--quick", is_quick,
                "only what can be seen without running tests");
  app->add_option("-j,--parallel", into.jobs,
                  "tests at once of the parallel run (as many\n"
                  "as there are processors, at least 8)")
      ->option_text("N");
  app->add_option("--rounds", into.rounds,
                  "parallel runs, of several the last one\n"
                  "shuffled (3)")
      ->check(CLI::Range(1, 1000))
      ->option_text("N");
  cli::add_format(*app, into.format);
  result.exit_code = cli::parse(*app, ours);
  into.what = is_quick ? extent::without_running : extent::everything;
  return result;
}

}  // namespace parallel_testing::verify_command
