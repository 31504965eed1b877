// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/report/history.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <ostream>
#include <vector>

#include "commands/report/loaded_run.hpp"
#include "ctest/build_tree.hpp"
#include "ctest/ctest_query.hpp"
#include "events/run_place.hpp"
#include "trends/case_history.hpp"
#include "trends/trend_report.hpp"

namespace parallel_testing::report_command {
namespace {

/// Adds runs that `run` has not added, because a plain ctest ran the tests.
void add_runs_of(const std::string& place, tools::case_history& to) {
  constexpr std::size_t most_past = 20;
  if (tools::find_run(place).events.empty()) {
    return;
  }
  loaded_run loaded = load_run(place, most_past);
  std::reverse(loaded.past.begin(), loaded.past.end());
  for (const tools::run_result& each : loaded.past) {
    to.add(each);
  }
  to.add(loaded.result);
}

std::vector<std::string> listed_names(const std::string& build,
                                      std::ostream& err) {
  std::vector<std::string> names;
  try {
    for (const tools::listed_test& each : tools::query_tests(build)) {
      names.push_back(each.name);
    }
  } catch (const cli::failure& problem) {
    err << "parallel-testing report: tests that never ran are unknown: "
        << problem.what() << "\n";
  }
  return names;
}

}  // namespace

int report_history(const cli::invocation& given, const std::string& place,
                   cli::output_format format) {
  const std::string found = tools::find_run(place).build;
  const std::string build = tools::build_tree_of(
      found.empty() ? std::filesystem::absolute(place).lexically_normal()
                    : std::filesystem::path(found));
  const std::string path = tools::history_file_of(build);
  tools::case_history history = tools::load_history(path);
  const std::string warning = tools::bad_lines_text(history, path);
  if (!warning.empty()) {
    given.err << "parallel-testing report: " << warning << "\n";
  }
  add_runs_of(place, history);
  if (history.cases().empty()) {
    given.err << "parallel-testing report: no run is known: " << path
              << " has none; `parallel-testing run` adds each run, and "
                 "PARALLEL_TESTING_HISTORY names a file elsewhere\n";
    return cli::exit_no_tests;
  }
  const tools::trend_report report =
      tools::make_trend_report(history, listed_names(build, given.err));
  given.out << (format == cli::output_format::json ? tools::trend_json(report)
                                                   : tools::trend_text(report));
  return cli::exit_fine;
}

}  // namespace parallel_testing::report_command
