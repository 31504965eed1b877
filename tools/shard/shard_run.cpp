// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shard/shard_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <ostream>
#include <string_view>
#include <vector>

#include "cli/output_file.hpp"
#include "io/ctest_query.hpp"
#include "io/json_writer.hpp"
#include "io/junit_writer.hpp"
#include "run/command.hpp"

namespace parallel_testing::shard_command {
namespace {

namespace fs = std::filesystem;

/// With these ctest would run other tests than the shard has.
constexpr std::array<std::string_view, 7> other_choices{
    "-I",       "--tests-information", "-U",           "--union",
    "--preset", "--rerun-failed",      "--last-failed"};

/// The value of `--name value` or `--name=value`, empty without.
std::string value_of(const std::vector<std::string>& arguments,
                     const std::string& name) {
  for (std::size_t at = 0; at < arguments.size(); ++at) {
    if (arguments[at].starts_with(name + "=")) {
      return arguments[at].substr(name.size() + 1);
    }
    if (arguments[at] == name && at + 1 < arguments.size()) {
      return arguments[at + 1];
    }
  }
  return "";
}

/// The ctest that listed the tests numbered them.
void add_ctest(std::vector<std::string>& arguments, const std::string& build) {
  const std::string ctest = io::ctest_of(build);
  std::error_code problem;
  if (value_of(arguments, "--ctest").empty() && fs::exists(ctest, problem)) {
    arguments.insert(arguments.end(), {"--ctest", ctest});
  }
}

std::string write_list(const cli::invocation& given, const options& wanted,
                       const shard& own) {
  std::error_code problem;
  const fs::path list =
      fs::absolute(wanted.build, problem) / "Testing" / "ParallelTesting" /
      fmt::format("shard_{}_of_{}", wanted.number.index, wanted.number.count);
  fs::create_directories(list.parent_path(), problem);
  cli::write_output(list.string(), numbers_text(own), given.out);
  return list.string();
}

/// Those who collect the reports of all shards find one of each.
int report_nothing(const cli::invocation& given, const options& wanted,
                   const std::vector<std::string>& arguments) {
  const std::string junit = value_of(arguments, "--output-junit");
  if (!junit.empty()) {
    cli::write_output(junit, io::junit_text({}), given.out);
  }
  if (wanted.format == cli::output_format::json) {
    given.out << io::json_text({});
  }
  return cli::exit_fine;
}

}  // namespace

std::string numbers_text(const shard& own) {
  std::string text = ",0,";
  for (const std::size_t at : own.tests) {
    text += fmt::format(",{}", at + 1);
  }
  // ctest takes no number for all tests, and one beyond the last for none.
  return text + (own.tests.empty() ? ",2147483647\n" : "\n");
}

void check_arguments_of_run(const options& wanted) {
  for (const std::string& argument : sort_arguments(wanted.ctest).others) {
    const std::string name = argument.substr(0, argument.find('='));
    if (std::find(other_choices.begin(), other_choices.end(), name) !=
        other_choices.end()) {
      throw cli::failure(
          cli::exit_usage,
          fmt::format("'{}' would choose other tests than the shard has; "
                      "-R, -E, -L and -LE choose what is shared out",
                      argument));
    }
  }
}

int run_shard(const cli::invocation& given, const options& wanted,
              const shard& own) {
  std::vector<std::string> arguments = sort_arguments(wanted.ctest).others;
  if (own.tests.empty()) {
    return report_nothing(given, wanted, arguments);
  }
  arguments.insert(arguments.end(), {"--test-dir", wanted.build, "-I",
                                     write_list(given, wanted, own)});
  add_ctest(arguments, wanted.build);
  if (wanted.format == cli::output_format::json) {
    arguments.insert(arguments.end(), {"--format", "json"});
  }
  return run_command::run({arguments, given.out, given.err, given.screen});
}

}  // namespace parallel_testing::shard_command
