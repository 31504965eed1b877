// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/conclusion.hpp"

#include <fmt/format.h>
#include <sys/wait.h>

#include <algorithm>
#include <ostream>

#include "base/nearest.hpp"
#include "base/programs.hpp"
#include "ctest/build_tree.hpp"
#include "ctest/ctest_query.hpp"
#include "results/summary_text.hpp"
#include "results/writers/annotations.hpp"
#include "results/writers/json.hpp"

namespace parallel_testing::run_command {
namespace {

constexpr int ctest_found_failures = 8;

/// The name that is nearest to the argument of -R, for a message.
std::string hint_for(const run_settings& with) {
  const std::vector<std::string>& words = with.selection;
  const auto option =
      std::find_if(words.begin(), words.end(), [](const std::string& each) {
        return each == "-R" || each == "--tests-regex";
      });
  if (option == words.end() || option + 1 == words.end()) {
    return "; `ctest -N` lists the tests";
  }
  std::vector<std::string> names;
  for (const tools::listed_test& test :
       tools::list_tests(with.ctest, with.arguments, with.environment)) {
    names.push_back(test.name);
  }
  std::string name = *(option + 1);
  std::erase_if(name, [](char c) { return c == '^' || c == '$'; });
  return fmt::format(": no test is named '{}'{}", *(option + 1),
                     tools::nearest_hint(name, names));
}

}  // namespace

void print_result(const cli::invocation& given, const options& wanted,
                  const tools::run_result& result) {
  if (wanted.format == cli::output_format::json) {
    given.out << tools::json_text(result);
    return;
  }
  const std::string problems = tools::problems_text(result, given.screen);
  if (!problems.empty()) {
    given.out << "\n" << problems;
  }
  if (wanted.durations > 0) {
    given.out << "\nslowest tests:\n"
              << tools::durations_text(
                     result, static_cast<std::size_t>(wanted.durations));
  }
  given.out << "\n" << tools::summary_text(result, given.screen);
  const tools::variables variables = tools::current_environment();
  if (tools::value_of(variables, "GITHUB_ACTIONS") == "true") {
    given.out << tools::annotations_text(
        result, tools::value_of(variables, "GITHUB_WORKSPACE"));
  }
  given.out.flush();
}

int exit_code_for(const cli::invocation& given, const options& wanted,
                  const tools::run_result& result, int status) {
  const bool fails =
      std::any_of(result.tests.begin(), result.tests.end(),
                  [&](const tools::test_result& each) {
                    return each.counts_as_failure() ||
                           (wanted.flaky == on_flaky::fails && each.is_flaky());
                  });
  if (fails) {
    return cli::exit_finding;
  }
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  if (code != 0 && code != ctest_found_failures) {
    given.err << "parallel-testing run: ctest exited with status " << code
              << " although no test failed; see its output above\n";
    return cli::exit_environment;
  }
  return cli::exit_fine;
}

int exit_code_without_tests(const cli::invocation& given,
                            const run_settings& with,
                            const std::vector<std::string>& lines, int status) {
  if (WIFEXITED(status) && WEXITSTATUS(status) == tools::cannot_start) {
    given.err << "parallel-testing run: " << tools::why_no_ctest(with.ctest)
              << "\n";
    return cli::exit_environment;
  }
  const bool has_problem =
      std::any_of(lines.begin(), lines.end(), [](const std::string& line) {
        return line.find("Error") != std::string::npos;
      });
  if (!has_problem) {
    given.err << "parallel-testing run: no tests were found" << hint_for(with)
              << "\n";
    return cli::exit_no_tests;
  }
  given.err << "parallel-testing run: ctest ran no test:\n";
  for (const std::string& line : lines) {
    given.err << "  " << line << "\n";
  }
  return cli::exit_environment;
}

}  // namespace parallel_testing::run_command
