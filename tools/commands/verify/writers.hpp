// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

#include "cli/terminal.hpp"
#include "commands/verify/check.hpp"

namespace parallel_testing::verify_command {

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
