// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What cannot be torn apart.
#pragma once

#include <cstddef>
#include <vector>

#include "commands/shard/plan.hpp"

namespace parallel_testing::shard_command {

struct test_group {
  std::vector<std::size_t> tests;   // in the order of the input
  std::vector<std::size_t> needed;  // set-up and clean-up tests, also theirs
};

struct grouped_tests {
  std::vector<test_group> groups;  // by their first tests
};

/// Every test is in one group, and in no other unless as `needed`. A set-up or
/// clean-up test that no test needs also is a group. Pure.
[[nodiscard]] grouped_tests group_tests(const std::vector<timed_test>& tests);

}  // namespace parallel_testing::shard_command
