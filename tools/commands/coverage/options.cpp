// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/coverage/options.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>

#include "ctest/build_tree.hpp"

namespace parallel_testing::coverage_command {
namespace {

constexpr const char* footer =
    "parallel_add_coverage() declares what is measured. Exit codes: 1 tests\n"
    "failed, or too few or no lines are covered; 2 wrong usage; 3 a program,\n"
    "data or the build directory is missing; 4 no tests.";

}  // namespace

cli::parsed<options> parse_options(const cli::invocation& given) {
  cli::parsed<options> result;
  options& values = result.values;
  const auto app = cli::make_app(
      "coverage", "Runs the tests and reports which lines they cover.");
  app->footer(footer);
  cli::add_build_directory(*app, values.build,
                           "build directory (.); after --: options of `run`");
  app->add_option("--name", values.name, "which parallel_add_coverage()")
      ->option_text("NAME");
  app->add_option("-C,--config", values.configuration,
                  "configuration, where a tree has several")
      ->option_text("CONFIG");
  app->add_option("-j,--parallel", values.jobs,
                  "tests at once: a number or auto (default)")
      ->option_text("N");
  app->add_option("--data", values.data,
                  "report these data and run no tests: what\n"
                  "`merge` joined, or <output>/data")
      ->option_text("DIR");
  app->add_option("--report", values.reports,
                  "what is written: term,html,xml,json,lcov")
      ->delimiter(',')
      ->option_text("FORMAT")
      ->allow_extra_args(false)
      ->take_all();
  app->add_option("--fail-under", values.fail_under,
                  "percent of lines, or <directory>=<percent>")
      ->option_text("PERCENT")
      ->allow_extra_args(false)
      ->take_all();
  app->add_flag("--branch", values.with_branches,
                "also the outcomes of conditions");
  app->add_flag("--per-test", values.per_test,
                "which tests cover a line, in json and html");
  app->add_option("--output", values.output, "directory of the reports")
      ->option_text("DIR");
  cli::add_format(*app, values.format);
  result.exit_code = cli::parse(*app, given, values.ctest);
  return result;
}

project project_for(const options& wanted) {
  // The tests of a subdirectory also are part of the project.
  const std::string tree = tools::build_tree_of(
      std::filesystem::absolute(wanted.build).lexically_normal().string());
  project result = load_project(tree, wanted.name, wanted.configuration);
  result.with_branches = result.with_branches || wanted.with_branches;
  result.per_test = result.per_test || wanted.per_test;
  if (!wanted.output.empty()) {
    result.output =
        std::filesystem::absolute(wanted.output).lexically_normal().string();
  }
  if (!wanted.reports.empty()) {
    result.formats.clear();
    for (const std::string& each : wanted.reports) add_format(result, each);
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
