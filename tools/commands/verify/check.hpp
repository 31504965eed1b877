// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The result of one check of `verify`, and how it is written.
#pragma once

#include <string>
#include <vector>

#include "base/problem.hpp"
#include "cli/terminal.hpp"

namespace parallel_testing::verify_command {

enum class standing { pass, fail, skipped };

/// `pass`, `fail`, `skipped`: stable, for programs.
[[nodiscard]] const char* to_text(standing how);

using tools::problem;

struct check {
  std::string name;
  standing how = standing::pass;
  std::string summary;            // one line: what was seen, or why not
  std::vector<problem> problems;  // of a check that fails
};

/// Fails when there are problems, else passes.
[[nodiscard]] check judged(const char* name, std::string summary,
                           std::vector<problem> problems);

[[nodiscard]] check skipped(const char* name, std::string why);

/// `PASS  versions  ctest 3.25.1…`, and below a check that fails what is wrong
/// and what to do. Pure.
[[nodiscard]] std::string text_of(const check& one,
                                  const cli::terminal& screen);

/// `5 checks passed, 1 failed, 1 skipped`. Pure.
[[nodiscard]] std::string totals_of(const std::vector<check>& checks);

/// Schema version 1: {"version", "outcome", "checks"}. Pure.
[[nodiscard]] std::string json_of(const std::vector<check>& checks);

[[nodiscard]] bool has_failed(const std::vector<check>& checks);

}  // namespace parallel_testing::verify_command
