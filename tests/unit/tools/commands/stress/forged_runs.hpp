// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "commands/stress/comparison.hpp"

namespace parallel_testing::stress_command {

/// One test of a forged run; times are nanoseconds.
struct forged_test {
  std::int64_t number = 0;
  std::string name;
  std::int64_t begin = 0;
  std::int64_t end = 0;
  tools::verdict outcome = tools::verdict::pass;
};

inline compared_run forged_run(std::int64_t workers,
                               const std::vector<forged_test>& tests) {
  compared_run run{std::to_string(workers), 0, {}};
  run.result.workers = workers;
  for (const forged_test& each : tests) {
    tools::test_result test;
    test.number = each.number;
    test.name = each.name;
    test.attempts.push_back({});
    test.attempts[0].outcome = each.outcome;
    test.attempts[0].start_mono_ns = each.begin;
    test.attempts[0].duration_ns = each.end - each.begin;
    if (tools::is_bad(each.outcome)) {
      test.attempts[0].message = "why " + each.name + " failed";
    }
    run.result.tests.push_back(std::move(test));
  }
  return run;
}

inline std::vector<std::string> names_in(
    const std::vector<numbered_test>& tests) {
  std::vector<std::string> names;
  for (const numbered_test& each : tests) {
    names.push_back(each.name);
  }
  return names;
}

}  // namespace parallel_testing::stress_command
