// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "explain/command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <ostream>

#include "cli/parse.hpp"
#include "explain/writers.hpp"
#include "io/ctest_query.hpp"
#include "io/event_log.hpp"
#include "io/nearest.hpp"
#include "io/run_place.hpp"

namespace parallel_testing::explain_command {
namespace {

constexpr const char* footer =
    "--locks instead of a test lists locks that only one test has, those "
    "whose\n"
    "tests take longest, and no_parallel tests that look convertible.\n"
    "Exit codes: 0 fine, 2 wrong usage or an unknown test, 3 no build "
    "directory,\n"
    "4 no tests.";

constexpr std::size_t past_runs = 3;

struct options {
  std::string test;
  std::string build = ".";
  cli::output_format format = cli::output_format::text;
};

std::vector<io::run_result> runs_of(const std::string& build,
                                    const std::vector<io::listed_test>& tests) {
  const io::run_place last = io::find_run(build);
  std::vector<io::run_result> runs;
  if (last.events.empty()) {
    return runs;
  }
  std::vector<std::string> logs = io::earlier_runs(last, past_runs - 1);
  logs.insert(logs.begin(), last.events);
  for (const std::string& log : logs) {
    runs.push_back(
        io::build_run_result(io::load_event_logs({log}).events, tests));
  }
  return runs;
}

std::size_t find_test(const std::string& name,
                      const std::vector<io::listed_test>& tests) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at < tests.size(); ++at) {
    if (tests[at].name == name) {
      return at;
    }
    names.push_back(tests[at].name);
  }
  const std::string nearest = io::nearest_name(name, names);
  throw cli::failure(
      cli::exit_usage,
      fmt::format("there is no test '{}'{}", name,
                  nearest.empty() ? "; `ctest -N` lists them"
                                  : ", did you mean '" + nearest + "'?"));
}

int explain(const cli::invocation& given, const options& wanted) {
  const std::vector<io::listed_test> tests = io::query_tests(wanted.build);
  if (tests.empty()) {
    given.err << "parallel-testing explain: '" << wanted.build
              << "' has no tests\n";
    return cli::exit_no_tests;
  }
  const io::test_times times = io::load_test_times(wanted.build);
  const bool is_json = wanted.format == cli::output_format::json;
  if (wanted.test.empty()) {
    const lock_facts facts{locks_of(tests, times),
                           convertible_tests(tests, times)};
    given.out << (is_json ? json_of(facts, tests) : text_of(facts, tests));
    return cli::exit_fine;
  }
  const std::size_t place = find_test(wanted.test, tests);
  const test_facts facts =
      facts_of(tests, place, discovered_targets(wanted.build), times,
               runs_of(wanted.build, tests));
  given.out << (is_json ? json_of(facts) : text_of(facts));
  return cli::exit_fine;
}

}  // namespace

int run(const cli::invocation& given) {
  options wanted;
  bool is_locks = false;
  const auto app = cli::make_app(
      "explain", "What a test needs, why, and what it waits for.");
  app->footer(footer);
  app->add_option("test", wanted.test, "its name in CTest")->option_text(" ");
  app->add_flag("--locks", is_locks, "all locks instead of one test");
  app->add_option("--test-dir", wanted.build, "build directory (.)")
      ->option_text("DIR");
  cli::add_format(*app, wanted.format);
  if (const auto exit_code = cli::parse(*app, given)) {
    return *exit_code;
  }
  if (is_locks == !wanted.test.empty()) {
    throw cli::failure(cli::exit_usage, "give the name of a test or --locks");
  }
  try {
    return explain(given, wanted);
  } catch (const io::ctest_error& problem) {
    throw cli::failure(cli::exit_environment, problem.what());
  }
}

}  // namespace parallel_testing::explain_command
