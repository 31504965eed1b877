// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/watch/time_left.hpp"

#include <algorithm>

namespace parallel_testing::run_command {

std::optional<std::int64_t> time_left_ns(const std::vector<open_test>& tests,
                                         std::int64_t workers) {
  std::int64_t known = 0;
  std::int64_t known_ns = 0;
  for (const open_test& each : tests) {
    known += each.expected_ns ? 1 : 0;
    known_ns += each.expected_ns.value_or(0);
  }
  if (known == 0 || 2 * known < static_cast<std::int64_t>(tests.size())) {
    return {};
  }
  std::int64_t longest_ns = 0;
  std::int64_t all_ns = 0;
  for (const open_test& each : tests) {
    const std::int64_t left_ns = std::max<std::int64_t>(
        each.expected_ns.value_or(known_ns / known) - each.elapsed_ns, 0);
    longest_ns = std::max(longest_ns, left_ns);
    all_ns += left_ns;
  }
  return std::max(longest_ns, all_ns / std::max<std::int64_t>(workers, 1));
}

}  // namespace parallel_testing::run_command
