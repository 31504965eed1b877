// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Groups tests that must run in the same shard.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "division/plan.hpp"

namespace parallel_testing::division {

struct test_group {
  std::vector<std::size_t> tests;  ///< indices in the input, in order
  std::vector<std::size_t>
      needed;  ///< their set-up and clean-up tests, direct or not
};

struct grouped_tests {
  std::vector<test_group> groups;  ///< in the order of their first tests
};

/// The keys of the locks of the test that concern all nodes of a run: tests
/// with the same one belong to one group. They are labels, such as
/// `lock:db:cluster`. Pure.
[[nodiscard]] std::vector<std::string> cluster_locks_of(
    const tools::listed_test& test);

/// Puts every test into exactly one group, apart from `needed`. A set-up or
/// clean-up test that no test needs is also a group. Pure.
[[nodiscard]] grouped_tests group_tests(const std::vector<timed_test>& tests);

}  // namespace parallel_testing::division
