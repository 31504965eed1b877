// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// When a run was stopped together with its tests: by ^Z, or because a test
// needed the terminal in the background. That time does not count for limits,
// and is not shown as time that a test ran. All times are of CLOCK_MONOTONIC.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace parallel_testing::run_command {

class stopped_times {
 public:
  /// Later than the stops before.
  void add(std::int64_t begin_ns, std::int64_t end_ns);

  [[nodiscard]] std::int64_t total_ns() const;

  /// How long the run was not stopped in this time.
  [[nodiscard]] std::int64_t running_ns(std::int64_t from_ns,
                                        std::int64_t to_ns) const;

  /// When a limit is over that began at that time.
  [[nodiscard]] std::int64_t end_of(std::int64_t from_ns,
                                    std::int64_t limit_ns) const;

 private:
  [[nodiscard]] std::int64_t stopped_ns(std::int64_t from_ns,
                                        std::int64_t to_ns) const;

  std::vector<std::pair<std::int64_t, std::int64_t>> stops_;
};

}  // namespace parallel_testing::run_command
