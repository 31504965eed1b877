// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "io/ctest_listing.hpp"
#include "io/test_times.hpp"

namespace parallel_testing::explain_command {

struct lock_users {
  std::string name;                // as RESOURCE_LOCK has it
  std::vector<std::size_t> tests;  // places in the listing
  std::int64_t total_ms = 0;       // of those whose time is known
  std::size_t without_time = 0;
};

/// no_parallel tests that may need less than the whole machine.
struct convertible {
  std::string suite;  // of these tests, or the name of the only one
  std::vector<std::size_t> tests;
  std::int64_t total_ms = 0;
  std::string advice;
};

/// The one whose tests take longest together comes first. Pure.
[[nodiscard]] std::vector<lock_users> locks_of(
    const std::vector<io::listed_test>& tests, const io::test_times& times);

/// The same order. Pure.
[[nodiscard]] std::vector<convertible> convertible_tests(
    const std::vector<io::listed_test>& tests, const io::test_times& times);

}  // namespace parallel_testing::explain_command
