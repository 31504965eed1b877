// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/retried_cases.hpp"

#include <utility>

#include "lib/src/discovery/passed_cases.hpp"
#include "results/build_run_result.hpp"
#include "results/verdict.hpp"

namespace parallel_testing::run_command {
namespace {

/// What the command of a test has in place of the names of its cases, "" if it
/// is not a unit.
std::string unit_reference_of(const tools::listed_test* test) {
  if (test == nullptr) {
    return "";
  }
  for (const std::string& word : test->command) {
    std::string value = word.substr(word.find("=@") + 1);  // of --gtest_filter
    if (is_unit_reference(value)) {
      return value;
    }
  }
  return "";
}

/// Whether the case is known to have left all that its result names.
bool has_leaked_itself(const tools::test_result& given) {
  return !given.unit.empty() && !given.attempts.empty() &&
         given.attempts.back().outcome == tools::verdict::leak &&
         given.attempts.back().message == tools::left_text(given.left_behind);
}

}  // namespace

std::string passed_cases_of(const observer& watched,
                            const std::vector<tools::numbered_test>& tests,
                            std::int64_t round) {
  std::map<std::int64_t, std::string> units;
  for (const auto& [number, name] : tests) {
    const auto test = watched.tests().find(number);
    if (test == watched.tests().end()) {
      continue;
    }
    std::string reference = unit_reference_of(watched.listed(test->second));
    if (!reference.empty()) {
      units.emplace(number, std::move(reference));
    }
  }
  if (units.empty()) {
    return "";
  }
  return passed_cases_of(
      tools::build_run_result(watched.events(), watched.listing()),
      std::move(units), round);
}

std::string passed_cases_of(const tools::run_result& result,
                            std::map<std::int64_t, std::string> units,
                            std::int64_t round) {
  // If no case is known to have left the processes, all of them run again.
  for (const tools::test_result& each : result.tests) {
    if (!each.left_behind.empty() && !has_leaked_itself(each)) {
      units.erase(each.number);
    }
  }
  std::map<std::string, std::vector<std::string>> passed;
  for (const tools::test_result& each : result.tests) {
    const auto unit = units.find(each.number);
    const bool has_passed =
        !each.unit.empty() && !each.attempts.empty() &&
        each.attempts.back().round == round &&
        each.attempts.back().outcome == tools::verdict::pass;
    if (unit != units.end() && has_passed) {
      passed[unit->second].push_back(each.name);
    }
  }
  std::string text;
  for (const auto& [reference, names] : passed) {
    text += passed_cases_line(reference, names);
  }
  return text;
}

}  // namespace parallel_testing::run_command
