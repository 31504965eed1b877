// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What `report --history` prints. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "trends/case_history.hpp"
#include "trends/rates.hpp"
#include "trends/slow_down.hpp"

namespace parallel_testing::tools {

struct case_trend {
  const case_past* of = nullptr;
  failure_rate rate;
  std::size_t passes = 0;
  std::size_t skips = 0;
  std::int64_t median_us = 0;  ///< of the passes; 0 without one
  bool has_times = false;      ///< enough to find a slow-down
  std::optional<slow_down> slower;
};

struct trend_report {
  std::vector<past_run> runs;
  std::vector<case_trend> cases;  ///< in the order of the history
  /// CTest tests that no known run has run, and when that is unknown, nothing.
  std::vector<std::string> never_ran;

  /// Whether more than half of the measured cases became slower: the machine
  /// is then a more likely cause than the tests.
  [[nodiscard]] bool are_most_slower() const;
};

/// `history` must outlive the result. `listed` are the names of the tests that
/// ctest lists.
[[nodiscard]] trend_report make_trend_report(
    const case_history& history, const std::vector<std::string>& listed);

/// For people: unsteady cases, slower cases, and tests that never ran.
[[nodiscard]] std::string trend_text(const trend_report& report);

/// For programs, schema version 1; docs/history.md describes it.
[[nodiscard]] std::string trend_json(const trend_report& report);

}  // namespace parallel_testing::tools
