// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <ostream>
#include <utility>

#include "base/programs.hpp"
#include "commands/commands.hpp"
#include "commands/run/from_archive.hpp"
#include "commands/run/options.hpp"
#include "commands/run/runner.hpp"
#include "ctest/arguments.hpp"
#include "ctest/ctest_query.hpp"

namespace parallel_testing::run_command {
namespace {

/// Replaces this process by the real ctest.
[[noreturn]] void become_ctest(const cli::invocation& given,
                               const std::string& ctest,
                               std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), ctest);
  given.out.flush();
  const int reason = tools::become_program(std::move(arguments));
  throw cli::failure(
      cli::exit_environment,
      fmt::format("cannot start '{}': {}", ctest, std::strerror(reason)));
}

int run_parsed(const cli::invocation& given, const parsed_options& parsed) {
  if (parsed.exit_code) {
    return *parsed.exit_code;
  }
  if (!parsed.values.archive.empty()) {
    return run_from_archive(given, parsed, [&](const parsed_options& unpacked) {
      return run_parsed(given, unpacked);
    });
  }
  if (parsed.sorted.of_ctest == tools::purpose::something_else) {
    std::vector<std::string> arguments = parsed.sorted.ctests;
    if (parsed.values.jobs != "auto" && parsed.values.jobs != "0") {
      arguments.insert(arguments.end(), {"-j", parsed.values.jobs});
    }
    arguments.insert(arguments.end(), parsed.sorted.for_tests.begin(),
                     parsed.sorted.for_tests.end());
    become_ctest(given, tools::choose_ctest(parsed.values.ctest),
                 std::move(arguments));
  }
  return run_tests(given, parsed.values, parsed.sorted);
}

bool needs_us(const std::vector<std::string>& arguments) {
  const std::size_t end = tools::end_of_options(arguments);
  for (std::size_t at = 0; at < end; ++at) {
    const std::string& word = arguments[at];
    const bool is_jobs = word == "-j" || word == "--parallel";
    if (word == "-jauto" || word == "--parallel=auto" ||
        word.starts_with("--output-junit") ||
        (is_jobs && at + 1 < end && arguments[at + 1] == "auto")) {
      return true;
    }
  }
  return false;
}

int exit_code_of_ctest(int code, const std::vector<std::string>& arguments) {
  constexpr int tests_failed = 8;
  const bool must_be_tests = std::find(arguments.begin(), arguments.end(),
                                       "--no-tests=error") != arguments.end();
  switch (code) {
    case cli::exit_finding:
      return tests_failed;
    case cli::exit_no_tests:
      return must_be_tests ? tests_failed : 0;
    case cli::exit_usage:
    case cli::exit_environment:
      return 1;
    default:
      return code;
  }
}

}  // namespace

int run(const cli::invocation& given) {
  return run_parsed(given, parse_options(given));
}

int run_as(const cli::invocation& given, const std::string& run_id) {
  parsed_options parsed = parse_options(given);
  parsed.values.run_id = run_id;
  return run_parsed(given, parsed);
}

int run_as_shard(const cli::invocation& given,
                 const tools::shard_record& part) {
  parsed_options parsed = parse_options(given);
  parsed.values.shard = part;
  return run_parsed(given, parsed);
}

int run_as_ctest(const cli::invocation& given) {
  if (!needs_us(given.arguments)) {
    become_ctest(given, tools::choose_ctest(""), given.arguments);
  }
  cli::invocation changed = given;
  return exit_code_of_ctest(run(changed), given.arguments);
}

}  // namespace parallel_testing::run_command
