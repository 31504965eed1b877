// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Collects everything that is known about one test.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "commands/explain/locks.hpp"
#include "ctest/ctest_listing.hpp"
#include "discovered/marker_sources.hpp"
#include "results/run_result.hpp"

namespace parallel_testing::explain_command {

struct property {
  std::string name;
  std::string value;
};

/// A lock of the test, and the other tests that the lock excludes.
struct lock_with_others {
  std::string name;
  tools::hold_mode mode = tools::hold_mode::exclusive;
  std::vector<std::string> others;
  std::int64_t others_ms = 0;
};

struct past_time {
  std::string run;            ///< id
  std::int64_t start_ns = 0;  ///< start of the run, CLOCK_REALTIME
  tools::verdict outcome = tools::verdict::not_run;
  std::int64_t duration_ns = 0;
  std::int64_t waited_ns = 0;
};

struct test_facts {
  std::string name;
  std::string place;               ///< `file:line`, empty when unknown
  std::string unit;                ///< for a case: the CTest test that runs it
  std::vector<std::string> cases;  ///< of a test that runs several cases
  std::vector<tools::marker_source> markers;
  std::vector<property> properties;
  std::vector<lock_with_others> locks;
  std::optional<std::int64_t> expected_ms;
  std::vector<past_time> past;
  std::vector<std::string> waits_for;  ///< sentences
};

/// The facts about all tests.
struct known_tests {
  std::vector<tools::listed_test> tests;
  tools::discovery found;
  tools::test_times times;
  std::vector<tools::run_result> runs;  ///< latest first
};

/// The facts about the test with index `place`. Pure.
[[nodiscard]] test_facts facts_of(const known_tests& known, std::size_t place);

/// The facts about a case that the test with index `place` runs with others.
/// Pure.
[[nodiscard]] test_facts facts_of(const known_tests& known, std::size_t place,
                                  const tools::case_in_unit& given);

}  // namespace parallel_testing::explain_command
