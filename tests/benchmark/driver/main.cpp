// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <algorithm>
#include <exception>
#include <fstream>
#include <iostream>
#include <sstream>

#include "benchmarks.hpp"
#include "exit_code.hpp"
#include "options.hpp"
#include "surroundings.hpp"
#include "table.hpp"

namespace parallel_testing::benchmark {

namespace {

bool is_chosen(const options& wanted, const std::string& name) {
  return wanted.names.empty() ||
         std::find(wanted.names.begin(), wanted.names.end(), name) !=
             wanted.names.end();
}

rows measure(const options& wanted) {
  rows result;
  for (const named_benchmark& known : all_benchmarks()) {
    if (!is_chosen(wanted, known.name)) continue;
    std::cerr << "benchmark: " << known.name << "\n";
    const rows measured = known.measure(wanted.rounds);
    result.insert(result.end(), measured.begin(), measured.end());
  }
  return result;
}

void update(const std::string& document, const std::string& results) {
  std::ostringstream text;
  text << std::ifstream(document).rdbuf();
  const std::string changed = with_results(text.str(), results);
  std::ofstream(document) << changed;
}

int run_all(const options& wanted) {
  const std::string machine = describe_machine();
  const rows measured = measure(wanted);
  const std::string results = machine + "\n" + to_table(measured);
  std::cout << results;
  if (!wanted.document.empty()) update(wanted.document, results);
  const bool all_met = std::all_of(measured.begin(), measured.end(),
                                   [](const row& one) { return one.is_met; });
  return all_met ? exit_fine : exit_target_missed;
}

}  // namespace

}  // namespace parallel_testing::benchmark

int main(int argc, char** argv) {
  using namespace parallel_testing::benchmark;
  const parsed_options parsed = parse_options(argc, argv);
  if (parsed.exit_code) return *parsed.exit_code;
  try {
    return run_all(parsed.values);
  } catch (const std::exception& problem) {
    std::cerr << "benchmark: " << problem.what() << "\n";
    return exit_environment;
  }
}
