// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The result of one check of `verify`, and its output formats.
#pragma once

#include <string>
#include <vector>

#include "base/problem.hpp"
#include "cli/terminal.hpp"

namespace parallel_testing::verify_command {

enum class standing { pass, fail, skipped };

/// `pass`, `fail`, `skipped`: stable names, for programs.
[[nodiscard]] const char* to_text(standing how);

using tools::problem;

struct check {
  std::string name;
  standing how = standing::pass;
  std::string summary;  ///< one line: the result, or why there is none
  std::vector<problem> problems;  ///< why the check fails
};

/// Returns a check that fails if there are problems and otherwise passes.
[[nodiscard]] check judged(const char* name, std::string summary,
                           std::vector<problem> problems);

[[nodiscard]] check skipped(const char* name, std::string why);

/// `PASS  versions  ctest 3.25.1…`; below a check that fails, its problems and
/// remedies. Pure.
[[nodiscard]] std::string text_of(const check& one,
                                  const cli::terminal& screen);

/// `5 checks passed, 1 failed, 1 skipped`. Pure.
[[nodiscard]] std::string totals_of(const std::vector<check>& checks);

/// Schema version 1: {"version", "outcome", "checks"}. Pure.
[[nodiscard]] std::string json_of(const std::vector<check>& checks);

[[nodiscard]] bool has_failed(const std::vector<check>& checks);

}  // namespace parallel_testing::verify_command
