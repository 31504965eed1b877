// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "results/run_result.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace parallel_testing::tools {

const attempt& test_result::decisive() const {
  for (std::size_t at = 0; at + 1 < attempts.size(); ++at) {
    const bool ends_round = attempts[at + 1].round != attempts[at].round;
    if (ends_round && is_bad(attempts[at].outcome)) {
      return attempts[at];
    }
  }
  return attempts.back();
}

bool is_excused(const std::optional<launch_quarantine>& given) {
  return given && given->failed != 0 && given->is_over == 0;
}

std::string quarantine_text(const std::optional<launch_quarantine>& given) {
  if (!given) {
    return "";
  }
  return fmt::format(
      "{} {}, owner {}: {}",
      given->is_over == 0 ? "in quarantine until" : "its quarantine was until",
      given->until, given->owner, given->reason);
}

bool test_result::is_excused() const {
  return is_bad(outcome()) && outcome() != verdict::not_run &&
         tools::is_excused(quarantine);
}

bool test_result::is_flaky() const {
  return outcome() == verdict::pass &&
         std::any_of(attempts.begin(), attempts.end(), [](const attempt& each) {
           return is_bad(each.outcome) && each.outcome != verdict::not_run;
         });
}

std::string test_result::possible_run() const {
  for (std::size_t at = 0; at + 1 < attempts.size(); ++at) {
    const attempt& each = attempts[at];
    if (each.outcome == verdict::not_run &&
        each.round == attempts[at + 1].round && !each.worker.empty()) {
      return each.message;
    }
  }
  return "";
}

bool test_result::never_started() const {
  return attempts.size() == 1 && outcome() == verdict::not_run &&
         attempts.front().message == not_started;
}

std::int64_t test_result::total_ns() const {
  std::int64_t sum = 0;
  for (const attempt& each : attempts) {
    sum += each.duration_ns;
  }
  return sum;
}

std::int64_t test_result::waited_ns() const {
  std::int64_t sum = 0;
  for (const attempt& each : attempts) {
    for (const lock_use& use : each.locks) {
      sum += use.waited_ns;
    }
  }
  return sum;
}

std::string leftover_remedy(const test_result& of) {
  return of.is_launched
             ? "end and wait for what the test starts, or allow it with "
               "`leak:allow`"
             : "end and wait for what the test starts, or mark the test "
               "`supervised`: the launcher then ends it and fails the test, or "
               "only names it with `leak:warn`";
}

std::vector<std::string> unstarted_tests(const run_result& result) {
  std::vector<std::string> names;
  for (const test_result& each : result.tests) {
    if (each.never_started()) {
      names.push_back(each.name);
    }
  }
  return names;
}

}  // namespace parallel_testing::tools
