// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "results/process_parts.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "results/case_facts.hpp"

namespace parallel_testing::io {

std::vector<process_parts> parts_of(const timeline& history) {
  std::vector<process_parts> parts(history.processes.size());
  for (std::size_t at = 0; at < history.cases.size(); ++at) {
    parts[history.cases[at].process].cases.push_back(at);
  }
  // A launcher has the cases of the program that it started. A copy of a test
  // logs no start; it is known by its case, which the test runs as well.
  for (std::size_t at = 0; at < history.cases.size(); ++at) {
    const std::size_t process = history.cases[at].process;
    const std::size_t family = history.processes[process].family;
    if (family == process) continue;
    process_parts& of_family = parts[family];
    if (of_family.cases.empty()) of_family.has_cases_of_others = true;
    const test_case& given = history.cases[at];
    const bool is_copy = std::any_of(
        of_family.cases.begin(), of_family.cases.end(), [&](std::size_t own) {
          return history.cases[own].test == given.test &&
                 given.begin_ns < history.processes[family].end_ns;
        });
    if (of_family.has_cases_of_others || is_copy) {
      of_family.cases.push_back(at);
    }
  }
  for (std::size_t at = 0; at < history.lost_cases.size(); ++at) {
    parts[history.lost_cases[at].process].lost_cases.push_back(at);
  }
  for (std::size_t at = 0; at < history.holds.size(); ++at) {
    parts[history.holds[at].process].holds.push_back(at);
  }
  return parts;
}

std::vector<lock_use> locks_of(const timeline& history,
                               const process_parts& parts,
                               const std::string& test, bool first_of_process) {
  std::vector<lock_use> locks;
  for (const std::size_t at : parts.holds) {
    const hold& held = history.holds[at];
    const bool is_of_case = held.test == test;
    const bool is_of_process =
        held.test.empty() || held.test == history.processes[held.process].test;
    if (!is_of_case && !(first_of_process && is_of_process)) {
      continue;
    }
    if (std::optional<std::string> key = key_of(held)) {
      locks.push_back({std::move(*key), held.mode, held.waited_ns,
                       held.end_ns - held.begin_ns, held.begin_ns});
    }
  }
  return locks;
}

}  // namespace parallel_testing::io
