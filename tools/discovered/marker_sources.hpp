// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Finds where the markers of tests were written.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "ctest/ctest_listing.hpp"
#include "discovered/discovered_targets.hpp"

namespace parallel_testing::tools {

struct marker_source {
  std::string marker;
  std::string place;  ///< `file:line`, or the call in CMake

  friend bool operator==(const marker_source&, const marker_source&) = default;
};

/// Finds what a test selects without a search through all cases. Refers to the
/// discovery.
class discovered_index {
 public:
  explicit discovered_index(const discovery& known);

  /// The cases that have one of the selectors, in the order of the target.
  [[nodiscard]] std::vector<const discovered_case*> cases_of(
      const discovered_target& target,
      const std::vector<std::string>& selectors) const;

  /// The first unit that has one of the selectors; null if there is none.
  [[nodiscard]] const discovered_unit* unit_of(
      const discovered_target& target,
      const std::vector<std::string>& selectors) const;

  /// The call for a test; null if there is none. Two directories may each have
  /// a test with the same name.
  [[nodiscard]] const added_test* added_as(const listed_test& test) const;

  /// The first target with this executable; null if there is none.
  [[nodiscard]] const discovered_target* target_of(
      const std::string& executable) const;

  [[nodiscard]] const discovery& all() const { return known_; }

 private:
  struct content {
    std::unordered_map<std::string, std::vector<const discovered_case*>> cases;
    std::unordered_map<std::string, const discovered_unit*> units;
  };

  const discovery& known_;
  std::unordered_map<const discovered_target*, content> targets_;
  std::unordered_map<std::string, const discovered_target*> by_executable_;
  std::unordered_map<std::string, std::vector<const added_test*>> added_;
};

/// What each argument of the command of a test selects.
[[nodiscard]] std::vector<std::string> selectors_in(const listed_test& test);

/// The markers of `test`; for a unit, those of all its cases. Empty if nothing
/// is known about it. Pure.
[[nodiscard]] std::vector<marker_source> markers_of(const listed_test& test,
                                                    const discovery& known);
[[nodiscard]] std::vector<marker_source> markers_of(
    const listed_test& test, const discovered_index& known);

/// A case that shares the test of a unit with others.
struct case_in_unit {
  const discovered_target* target = nullptr;
  const discovered_unit* unit = nullptr;
  const discovered_case* self = nullptr;
};

[[nodiscard]] std::vector<marker_source> markers_of(const case_in_unit& given);

/// The unit that is this CTest test; null for other tests.
[[nodiscard]] const discovered_unit* unit_of(const listed_test& test,
                                             const discovered_index& known);

}  // namespace parallel_testing::tools
