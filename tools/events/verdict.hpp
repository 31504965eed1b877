// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <optional>
#include <string_view>

namespace parallel_testing::io {

/// How a test, or one attempt at it, ended. A leak passed but for the processes
/// that it left behind.
enum class verdict { pass, fail, skip, crash, timeout, leak, not_run };

/// `pass`, …, `not_run`: stable, for programs.
[[nodiscard]] const char* to_text(verdict how);
[[nodiscard]] std::optional<verdict> verdict_of(std::string_view text);

/// Whether it makes the run fail.
[[nodiscard]] bool is_bad(verdict how);

}  // namespace parallel_testing::io
