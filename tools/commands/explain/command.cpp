// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fmt/format.h>

#include <ostream>
#include <utility>

#include "cli/common_options.hpp"
#include "commands/commands.hpp"
#include "commands/explain/writers.hpp"
#include "ctest/ctest_query.hpp"
#include "discovered/named_test.hpp"
#include "events/log_files.hpp"
#include "events/run_place.hpp"
#include "results/build_run_result.hpp"

namespace parallel_testing::explain_command {
namespace {

constexpr const char* footer =
    R"(--locks lists the longest chains of tests that wait for each other, locks that
exclude nothing, and no_parallel tests that may not need that marker.
Example: parallel-testing explain Orders.Migrate build
Exit codes: 0 success, 2 wrong usage or an unknown test, 3 the build directory
is missing, 4 no tests.)";

constexpr std::size_t past_runs = 3;

struct options {
  std::string test;
  std::string build = ".";
  std::string configuration;  ///< empty: the build tree has only one
  cli::output_format format = cli::output_format::text;
};

std::vector<tools::run_result> runs_of(
    const std::string& build, const std::vector<tools::listed_test>& tests) {
  const tools::run_place last = tools::find_run(build);
  std::vector<tools::run_result> runs;
  if (last.events.empty()) {
    return runs;
  }
  std::vector<std::string> logs = tools::earlier_runs(last, past_runs - 1);
  logs.insert(logs.begin(), last.events);
  for (const std::string& log : logs) {
    runs.push_back(
        tools::build_run_result(tools::load_event_logs({log}).events, tests));
  }
  return runs;
}

int explain_locks(const cli::invocation& given, const options& wanted,
                  const known_tests& known) {
  const lock_facts facts{locks_of(known.tests, known.found, known.times),
                         convertible_tests(known.tests, known.times)};
  given.out << (wanted.format == cli::output_format::json
                    ? json_of(facts, known.tests)
                    : text_of(facts, known.tests));
  return cli::exit_fine;
}

int explain(const cli::invocation& given, const options& wanted) {
  known_tests known;
  std::vector<std::string> selection;
  if (!wanted.configuration.empty()) {
    selection = {"-C", wanted.configuration};
  }
  known.tests = tools::query_tests(wanted.build, selection);
  if (known.tests.empty()) {
    given.err << "parallel-testing explain: '" << wanted.build
              << "' has no tests; build them, or choose one of several "
                 "configurations: -C Debug\n";
    return cli::exit_no_tests;
  }
  known.times = tools::load_test_times(wanted.build);
  if (known.times.bad_lines() > 0) {
    given.err << "parallel-testing explain: "
              << tools::bad_lines_text(known.times) << "\n";
  }
  known.found = tools::read_discovery(wanted.build, wanted.configuration);
  if (wanted.test.empty()) {
    return explain_locks(given, wanted, known);
  }
  const tools::named_test named =
      tools::find_named_test(wanted.test, known.tests, known.found);
  known.runs = runs_of(wanted.build, known.tests);
  const test_facts facts = named.self.self == nullptr
                               ? facts_of(known, named.place)
                               : facts_of(known, named.place, named.self);
  given.out << (wanted.format == cli::output_format::json ? json_of(facts)
                                                          : text_of(facts));
  return cli::exit_fine;
}

}  // namespace

int run(const cli::invocation& given) {
  options wanted;
  bool is_locks = false;
  cli::parser app("explain",
                  "Prints what a test needs, why, and what it waits for.");
  app.footer(footer);
  app.add("test", wanted.test, "name of a CTest test, or of a case inside one");
  app.add_flag("--locks", is_locks,
               "print the locks of all tests instead of one test");
  const std::string none = wanted.build;
  cli::add_build_directory(app, wanted.build);
  cli::add_configuration(app, wanted.configuration);
  cli::add_format(app, wanted.format);
  if (const auto exit_code = app.parse(given)) {
    return *exit_code;
  }
  if (is_locks && wanted.build == none && !wanted.test.empty()) {
    wanted.build = std::exchange(wanted.test, {});
  }
  if (is_locks == !wanted.test.empty()) {
    throw cli::failure(cli::exit_usage, "pass the name of a test, or --locks");
  }
  return explain(given, wanted);
}

}  // namespace parallel_testing::explain_command
