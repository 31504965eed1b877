// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "ctest/build_tree.hpp"

namespace parallel_testing::coverage_command {
namespace {

constexpr const char* footer =
    R"(parallel_add_coverage() sets the defaults. Arguments after -- go to `run`.
Example: parallel-testing coverage build --fail-under 90 -- -R Orders
Exit codes: 0 success; 1 tests failed, or too few or no lines are covered;
2 wrong usage; 3 something is missing or cannot be written; 4 no tests.)";

/// `--report data`. Throws cli::failure if other options contradict it.
bool is_data_only(const options& wanted) {
  if (std::find(wanted.reports.begin(), wanted.reports.end(), "data") ==
      wanted.reports.end()) {
    return false;
  }
  const char* other = nullptr;
  if (wanted.reports.size() > 1) {
    other = "another report";
  } else if (!wanted.fail_under.empty()) {
    other = "--fail-under";
  } else if (!wanted.data.empty()) {
    other = "--data";
  }
  if (other != nullptr) {
    throw cli::failure(
        cli::exit_usage,
        fmt::format("--report data reports nothing; pass it without {}",
                    other));
  }
  return true;
}

}  // namespace

cli::parsed<options> parse_options(const cli::invocation& given) {
  cli::parsed<options> result;
  options& values = result.values;
  cli::parser app("coverage",
                  "Runs the tests and reports which lines they cover.");
  app.footer(footer);
  cli::add_build_directory(app, values.build);
  app.add("--name", values.name,
          "parallel_add_coverage() to use, if there are several")
      .value_name("NAME");
  cli::add_configuration(app, values.configuration);
  app.add("-j,--parallel", values.jobs,
          "number of tests at once, or auto (default)")
      .value_name("N");
  app.add("--data", values.data,
          "report the data in DIR and run no tests; DIR comes\n"
          "from `merge`, or is <output>/data of a report")
      .value_name("DIR");
  app.add("--report", values.reports,
          "write these reports: term,html,xml,json,lcov; or\n"
          "data: report nothing, keep the data for `merge`")
      .list(',')
      .value_name("FORMAT,...");
  app.add("--fail-under", values.fail_under,
          "fail if less than PERCENT of the lines, or of those\n"
          "below a directory (<directory>=PERCENT), is covered")
      .value_name("PERCENT")
      .list();
  app.add_flag("--branch", values.with_branches,
               "also count the outcomes of conditions");
  app.add_flag("--per-test", values.per_test,
               "also list which tests ran each line (json, html)");
  app.add("--output", values.output,
          "directory for the reports (default:\n"
          "<name>_report in the build directory)")
      .value_name("DIR");
  cli::add_format(app, values.format);
  result.exit_code = app.parse(given, values.ctest);
  return result;
}

project project_for(const options& wanted) {
  // The tests of a subdirectory belong to the project of the whole tree.
  const std::string tree = tools::build_tree_of(
      std::filesystem::absolute(wanted.build).lexically_normal().string());
  project result = load_project(tree, wanted.name, wanted.configuration);
  result.with_branches = result.with_branches || wanted.with_branches;
  result.per_test = result.per_test || wanted.per_test;
  if (!wanted.output.empty()) {
    result.output =
        std::filesystem::absolute(wanted.output).lexically_normal().string();
  }
  result.is_data_only = is_data_only(wanted);
  if (result.is_data_only) {
    result.formats.clear();
  } else if (!wanted.reports.empty()) {
    result.formats.clear();
    for (const std::string& each : wanted.reports) {
      add_format(result, each);
    }
  }
  if (!wanted.fail_under.empty()) {
    result.limits.clear();
    for (const std::string& each : wanted.fail_under) {
      result.limits.push_back(parse_limit(each));
    }
  }
  return result;
}

}  // namespace parallel_testing::coverage_command
