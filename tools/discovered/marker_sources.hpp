// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Finds where the markers of tests were written.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ctest/ctest_listing.hpp"
#include "discovered/discovered_targets.hpp"

namespace parallel_testing::tools {

struct marker_source {
  std::string marker;
  std::string place;  ///< `file:line`, or the call in CMake

  friend bool operator==(const marker_source&, const marker_source&) = default;
};

/// The markers of `test`; for a unit, those of all its cases. Empty if nothing
/// is known about it. Pure.
[[nodiscard]] std::vector<marker_source> markers_of(const listed_test& test,
                                                    const discovery& known);

/// A case that shares the test of a unit with others.
struct case_in_unit {
  const discovered_target* target = nullptr;
  const discovered_unit* unit = nullptr;
  const discovered_case* self = nullptr;
};

[[nodiscard]] std::vector<marker_source> markers_of(const case_in_unit& given);

/// The unit that is this CTest test; null for other tests.
[[nodiscard]] const discovered_unit* unit_of(const listed_test& test,
                                             const discovery& known);

}  // namespace parallel_testing::tools
