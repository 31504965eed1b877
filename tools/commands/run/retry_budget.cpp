// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/retry_budget.hpp"

#include <algorithm>

#include "lib/src/markers/marker.hpp"

namespace parallel_testing::run_command {

int flaky_retries(const tools::listed_test* test) {
  int most = 0;
  if (test == nullptr) {
    return most;
  }
  for (const std::string& label : test->items("LABELS")) {
    const parsed_marker marker = parse_marker(label);
    if (marker.kind == marker_kind::flaky) {
      most = std::max(most, static_cast<int>(marker.amount));
    }
  }
  return most;
}

void retry_budget::begin_round(const observer& watched) {
  attempts_before_.clear();
  for (const auto& [number, test] : watched.tests()) {
    attempts_before_[number] = test.attempt;
  }
}

std::int64_t retry_budget::used(const watched_test& test) const {
  const auto before = attempts_before_.find(test.number);
  return test.attempt - (before == attempts_before_.end() ? 0 : before->second);
}

int retry_budget::left(const watched_test& test,
                       const tools::listed_test* listed) const {
  return std::max(for_all_, flaky_retries(listed)) -
         static_cast<int>(used(test) - 1);
}

std::vector<tools::numbered_test> retry_budget::tests_to_retry(
    const observer& watched) const {
  std::vector<tools::numbered_test> failed;
  std::vector<tools::numbered_test> blocked;
  for (const auto& [number, test] : watched.tests()) {
    if (used(test) == 0) {
      continue;
    }
    if (test.outcome == tools::verdict::not_run) {
      blocked.emplace_back(number, test.name);
    } else if (tools::is_bad(test.outcome) &&
               left(test, watched.listed(test)) > 0) {
      failed.emplace_back(number, test.name);
    }
  }
  if (!failed.empty()) {
    failed.insert(failed.end(), blocked.begin(), blocked.end());
  }
  return failed;
}

}  // namespace parallel_testing::run_command
