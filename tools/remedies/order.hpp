// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Orders between tests: those that CTest keeps, and those that tests need
// because one leaves what another reads. Pure.
#pragma once

#include <cstddef>
#include <set>
#include <vector>

#include "remedies/forecast.hpp"
#include "remedies/remedies.hpp"

namespace parallel_testing::tools {

/// Whether CTest runs one of the tests only after the other.
[[nodiscard]] bool are_ordered(const watched_test& a, const watched_test& b);

/// Whether both hold a lock that at least one of them holds exclusively.
[[nodiscard]] bool have_lock(const scheduled_test& a, const scheduled_test& b);

struct order_of_tests {
  std::vector<suggestion> suggestions{};
  std::vector<std::size_t> unhelped{};  ///< indices in sharing::shared
  /// Those that need what others leave, and those others.
  std::set<std::size_t> tests{};
};

/// A test that needs what an earlier one left runs after the latest test that
/// may have left it.
[[nodiscard]] order_of_tests order_dependent_tests(const observation& of,
                                                   const sharing& found);

}  // namespace parallel_testing::tools
