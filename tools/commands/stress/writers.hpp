// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The output of `stress`, in parts: each finding is printed as soon as it is
// known. Pure.
#pragma once

#include <string>
#include <vector>

#include "cli/terminal.hpp"
#include "commands/stress/diagnosis.hpp"

namespace parallel_testing::stress_command {

enum class stress_end { complete, time_limit, interrupted };

struct stress_result {
  std::vector<compared_run> runs;
  std::vector<watched_case> failing;  ///< ended badly in every run
  std::vector<finding> findings;
  records known = records::none;
  stress_end how = stress_end::complete;
};

/// `-j 4, --shuffle=7: 41 passed, 1 did not, in 2.10 s: Store.Add`.
[[nodiscard]] std::string text_of(const compared_run& run);

[[nodiscard]] std::string failing_text(const watched_case& test,
                                       const cli::terminal& screen);

[[nodiscard]] std::string text_of(const finding& found, records known,
                                  const cli::terminal& screen);

/// `'Store.Add' fails while these run: Store.Clear`, in one line.
[[nodiscard]] std::string text_of(const diagnosis& found);

/// The last lines: counts, and what was left out.
[[nodiscard]] std::string end_text(const stress_result& result);

/// Schema version 1: {"version", "outcome", "end", "watched", "runs", "causes",
/// "unsteady", "failing"}.
[[nodiscard]] std::string json_of(const stress_result& result);

}  // namespace parallel_testing::stress_command
