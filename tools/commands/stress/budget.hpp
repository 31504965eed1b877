// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How long the runs will take, and which of them fit the time limit. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parallel_testing::stress_command {

/// What earlier runs recorded about the times of the selected tests.
struct known_times {
  std::size_t tests = 0;
  std::size_t known = 0;  ///< of those
  std::int64_t total_ns = 0;
  std::int64_t longest_ns = 0;
};

struct expected_times {
  known_times of;
  std::vector<int> workers;  ///< of each run
  int processors = 1;
  std::int64_t limit_ns = 0;  ///< 0: none
};

/// The time of a run. Tests share the processors.
[[nodiscard]] std::int64_t expected_ns(const known_times& of, int workers,
                                       int processors);

/// `214 tests; one run takes about 12 s one by one, and the 10 runs 31 s; …`.
[[nodiscard]] std::string estimate_text(const expected_times& given);

/// Whether to start another run after `elapsed_ns`. If tests are known to be
/// unsteady, half of the time is for the search for causes.
[[nodiscard]] bool has_time_for_run(std::int64_t elapsed_ns,
                                    std::int64_t limit_ns, bool has_findings);

/// Numbers of workers without those that are there twice; `automatic` is the
/// number of `auto`.
[[nodiscard]] std::vector<std::string> without_repetitions(
    const std::vector<std::string>& jobs, int automatic);

}  // namespace parallel_testing::stress_command
