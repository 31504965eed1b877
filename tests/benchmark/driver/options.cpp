// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "options.hpp"

#include <CLI/CLI.hpp>

#include "benchmarks.hpp"
#include "exit_code.hpp"

namespace parallel_testing::benchmark {

namespace {
std::string footer() {
  std::string text = "Benchmarks:\n";
  for (const named_benchmark& known : all_benchmarks()) {
    text += "  " + known.name + ": " + known.purpose + "\n";
  }
  return text +
         "Exit codes: 0 all targets met, 1 a target was missed,\n"
         "2 wrong usage, 3 a measurement failed.";
}

std::vector<std::string> names() {
  std::vector<std::string> result;
  for (const named_benchmark& known : all_benchmarks()) {
    result.push_back(known.name);
  }
  return result;
}
}  // namespace

parsed_options parse_options(int argc, const char* const* argv) {
  parsed_options result;
  CLI::App app{"Measures ParallelTesting beside what it replaces.",
               "benchmark"};
  app.footer(footer());
  auto* const chosen =
      app.add_option("name", result.values.names, "What to run; default: all")
          ->check(CLI::IsMember(names()));
  app.add_option("--rounds", result.values.rounds,
                 "How often to measure; default: 5")
      ->check(CLI::Range(1, 1000));
  app.add_option("--update", result.values.document,
                 "Rewrite the results in this document")
      ->check(CLI::ExistingFile)
      ->excludes(chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& problem) {
    result.exit_code = app.exit(problem) == 0 ? exit_fine : exit_usage;
  }
  return result;
}

}  // namespace parallel_testing::benchmark
