// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "events/event.hpp"
#include "history/timeline.hpp"

namespace parallel_testing::tools {

/// One start of a test by ctest, and its processes in the log.
struct ctest_view {
  std::int64_t start_ns = 0;
  std::int64_t start_mono_ns = 0;
  std::int64_t end_mono_ns = 0;  ///< when the line of ctest was read, 0: never
  ctest_finish finish;           ///< only test and attempt if it never finished
  bool finished = false;
  std::string node{};  ///< on which it ran; "" in a run on one machine
  std::vector<std::size_t> processes;
};

/// In the order of their starts; those of one test by their attempts. `events`
/// may have any order.
[[nodiscard]] std::vector<ctest_view> collect_views(
    const std::vector<event>& events, const timeline& history);

}  // namespace parallel_testing::tools
