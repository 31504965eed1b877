// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The totals of a run, and what kept it from being faster.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "results/run_result.hpp"

namespace parallel_testing::tools {

struct verdict_counts {
  std::size_t passed = 0;  ///< including flaky tests
  std::size_t failed = 0;
  std::size_t skipped = 0;
  std::size_t crashed = 0;
  std::size_t timed_out = 0;
  std::size_t leaked = 0;
  std::size_t not_run = 0;
  std::size_t flaky = 0;
  std::size_t quarantined = 0;  ///< failed, which does not count
  std::size_t left_behind = 0;  ///< passed, but left processes behind

  [[nodiscard]] std::size_t bad() const {
    return failed + crashed + timed_out + leaked + not_run;
  }
};

struct lock_chain {
  std::string key;
  std::int64_t total_ns = 0;  ///< sum of the tests that hold it exclusively
  std::size_t tests = 0;
};

struct run_summary {
  verdict_counts counts;
  std::int64_t wall_ns = 0;
  std::int64_t rounds = 1;  ///< of --repeat
  std::int64_t total_ns =
      0;                  ///< all attempts, and the time around shared cases
  double speed_up = 0;    ///< total ÷ wall, 0 after several rounds
  double efficiency = 0;  ///< speed-up ÷ workers, 0 if those are unknown
  const test_result* longest = nullptr;
  std::int64_t longest_ns = 0;
  lock_chain longest_chain;    ///< empty key: no two tests hold the same lock
  std::int64_t serial_ns = 0;  ///< of no_parallel tests
  std::int64_t waited_ns = 0;  ///< for locks, summed over all tests
  std::int64_t peak_rss_kib = 0;
  const test_result* peak = nullptr;
};

/// The result points into `result`. Pure.
[[nodiscard]] run_summary summarize(const run_result& result);

/// The tests that took longest, at most `count`, longest first.
[[nodiscard]] std::vector<const test_result*> slowest(const run_result& result,
                                                      std::size_t count);

}  // namespace parallel_testing::tools
