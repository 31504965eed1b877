// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Formats the result of one replay as text or as JSON.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "events/log_files.hpp"
#include "history/replay.hpp"

namespace parallel_testing::audit_command {

struct summary {
  std::size_t runs = 0;
  std::size_t processes = 0;
  std::size_t cases = 0;
  std::size_t failed = 0;  ///< cases that failed
  std::size_t crashed = 0;
  std::size_t max_concurrent_cases = 0;
  std::int64_t origin_ns = 0;  ///< time of the first event
};

[[nodiscard]] summary summarize(const tools::timeline& history);

[[nodiscard]] std::string text_report(const tools::replay_result& result);

/// Schema version 1: {"version", "summary", "findings", "problems"}.
[[nodiscard]] std::string json_report(
    const tools::replay_result& result,
    const std::vector<tools::diagnostic>& problems);

}  // namespace parallel_testing::audit_command
