// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which cases of a timeline ran at the same time.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "history/timeline.hpp"

namespace parallel_testing::support {

/// One interval for each time the case ran, in order.
inline std::vector<io::interval> intervals_of(const io::timeline& history,
                                              const std::string& test) {
  std::vector<io::interval> result;
  for (const io::test_case& each : history.cases) {
    if (each.test == test) {
      result.push_back(each);
    }
  }
  return result;
}

/// Whether some run of `first` and some run of `second` shared an instant.
inline bool overlapped(const io::timeline& history, const std::string& first,
                       const std::string& second) {
  const std::vector<io::interval> others = intervals_of(history, second);
  const std::vector<io::interval> own = intervals_of(history, first);
  return std::any_of(own.begin(), own.end(), [&](const io::interval& a) {
    return std::any_of(others.begin(), others.end(),
                       [&](const io::interval& b) {
                         return a.begin_ns < b.end_ns && b.begin_ns < a.end_ns;
                       });
  });
}

}  // namespace parallel_testing::support
