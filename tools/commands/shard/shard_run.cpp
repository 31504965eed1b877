// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/shard/shard_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <ostream>
#include <string_view>
#include <vector>

#include "cli/output_file.hpp"
#include "commands/run/command.hpp"
#include "ctest/ctest_query.hpp"
#include "ctest/failed_tests.hpp"
#include "results/writers/json.hpp"
#include "results/writers/junit.hpp"

namespace parallel_testing::shard_command {
namespace {

namespace fs = std::filesystem;

/// With these options, ctest would run other tests than those of the shard.
constexpr std::array<std::string_view, 13> other_choices{
    "-I",
    "--tests-information",
    "-U",
    "--union",
    "--test-dir",
    "--rerun-failed",
    "--last-failed",
    "-FA",
    "--fixture-exclude-any",
    "-FS",
    "--fixture-exclude-setup",
    "-FC",
    "--fixture-exclude-cleanup"};

/// Uses the ctest that listed, and thus numbered, the tests.
void add_ctest(std::vector<std::string>& arguments, const std::string& build) {
  const std::string ctest = tools::ctest_of(build);
  std::error_code problem;
  if (value_of(arguments, "--ctest").empty() && fs::exists(ctest, problem)) {
    arguments.insert(arguments.end(), {"--ctest", ctest});
  }
}

/// The arguments that make ctest run only these tests, whatever their names.
/// With a preset, -I would count only the tests that it selects; the list of
/// tests that failed last also contains numbers.
std::vector<std::string> choice_of(const cli::invocation& given,
                                   const options& wanted, const shard& own,
                                   const std::vector<tools::listed_test>& all) {
  std::error_code told_by_writing;
  if (!sort_arguments(wanted.ctest).preset.empty()) {
    std::vector<tools::numbered_test> tests;
    for (const std::size_t at : own.tests) {
      tests.emplace_back(static_cast<int>(at) + 1, all[at].name);
    }
    const fs::path file = tools::failed_tests_file(wanted.build);
    fs::create_directories(file.parent_path(), told_by_writing);
    tools::write_failed_tests(wanted.build, tests);
    return {"--rerun-failed"};
  }
  const fs::path list =
      fs::absolute(wanted.build, told_by_writing) / "Testing" /
      "ParallelTesting" /
      fmt::format("shard_{}_of_{}", wanted.number.index, wanted.number.count);
  fs::create_directories(list.parent_path(), told_by_writing);
  cli::write_output(list.string(), numbers_text(own), given.out);
  return {"-I", list.string()};
}

/// Writes empty reports: a job that collects the reports of all shards expects
/// one of each.
int report_nothing(const cli::invocation& given, const options& wanted,
                   const tools::shard_record& part,
                   const std::vector<std::string>& arguments) {
  tools::run_result nothing;
  nothing.shard = part.own;
  const std::string junit = value_of(arguments, "--output-junit");
  if (!junit.empty()) {
    cli::write_output(junit, tools::junit_text(nothing), given.out);
  }
  if (wanted.format == cli::output_format::json) {
    given.out << tools::json_text(tools::run_result{});
  }
  return cli::exit_fine;
}

}  // namespace

std::string numbers_text(const shard& own) {
  std::string text = ",0,";
  for (const std::size_t at : own.tests) {
    text += fmt::format(",{}", at + 1);
  }
  // Without a number, ctest would run all tests; with one beyond the last, it
  // runs none.
  return text + (own.tests.empty() ? ",2147483647\n" : "\n");
}

void check_arguments(const options& wanted) {
  for (const std::string& argument : sort_arguments(wanted.ctest).running) {
    const std::string name = argument.substr(0, argument.find('='));
    if (name == "--archive" || name == "--to" || name == "--map-source") {
      throw cli::failure(
          cli::exit_usage,
          fmt::format("'{}': write it before --, because the tests to "
                      "distribute are those of the archive",
                      argument));
    }
    if (std::find(other_choices.begin(), other_choices.end(), name) !=
        other_choices.end()) {
      throw cli::failure(
          cli::exit_usage,
          fmt::format("'{}' would select other tests than those of the shard; "
                      "select the tests to distribute with -R, -E, -L, -LE "
                      "and --preset",
                      argument));
    }
  }
}

int run_shard(const cli::invocation& given, const options& wanted,
              const planned_shard& planned) {
  const sorted_arguments sorted = sort_arguments(wanted.ctest);
  std::vector<std::string> arguments = sorted.running;
  if (planned.own.tests.empty()) {
    return report_nothing(given, wanted, planned.part, arguments);
  }
  arguments.insert(arguments.end(), {"--test-dir", wanted.build});
  append(arguments, choice_of(given, wanted, planned.own, planned.all));
  add_ctest(arguments, wanted.build);
  if (wanted.format == cli::output_format::json) {
    arguments.insert(arguments.end(), {"--format", "json"});
  }
  append(arguments, sorted.for_tests);
  return run_command::run_as_shard(
      {arguments, given.out, given.err, given.screen}, planned.part);
}

}  // namespace parallel_testing::shard_command
