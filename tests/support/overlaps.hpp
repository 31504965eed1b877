// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which cases of a timeline ran at the same time.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "history/timeline.hpp"

namespace parallel_testing::support {

/// One interval for each time the case ran, in order.
inline std::vector<tools::interval> intervals_of(const tools::timeline& history,
                                                 const std::string& test) {
  std::vector<tools::interval> result;
  for (const tools::test_case& each : history.cases) {
    if (each.test == test) {
      result.push_back(each);
    }
  }
  return result;
}

/// Whether some run of `first` and some run of `second` shared an instant.
inline bool overlapped(const tools::timeline& history, const std::string& first,
                       const std::string& second) {
  const std::vector<tools::interval> others = intervals_of(history, second);
  const std::vector<tools::interval> own = intervals_of(history, first);
  return std::any_of(own.begin(), own.end(), [&](const tools::interval& a) {
    return std::any_of(others.begin(), others.end(),
                       [&](const tools::interval& b) {
                         return a.begin_ns < b.end_ns && b.begin_ns < a.end_ns;
                       });
  });
}

}  // namespace parallel_testing::support
