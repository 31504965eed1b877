// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A summary of a run in a few lines for people.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "cli/terminal.hpp"
#include "results/run_result.hpp"

namespace parallel_testing::tools {

/// `0.02 s`, `75.30 s`.
[[nodiscard]] std::string seconds_text(std::int64_t ns);

/// Counts, speed-up, what held the run back, and peak memory. Pure.
[[nodiscard]] std::string summary_text(const run_result& result,
                                       const cli::terminal& screen);

/// `2 tests were not started: a, b`, with names if there are few; empty if all
/// were started. Pure.
[[nodiscard]] std::string unstarted_text(const std::vector<std::string>& names);

/// Tests that did not pass, and tests that passed only on a retry; empty if
/// there are neither.
[[nodiscard]] std::string problems_text(const run_result& result,
                                        const cli::terminal& screen);

/// The slowest tests, at most `count`.
[[nodiscard]] std::string durations_text(const run_result& result,
                                         std::size_t count);

}  // namespace parallel_testing::tools
