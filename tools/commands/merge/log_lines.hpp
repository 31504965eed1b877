// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

#include "events/log_files.hpp"

namespace parallel_testing::merge_command {

/// A line of an event log, with its event.
struct log_line {
  std::string text;
  tools::event event;
};

/// The good lines of the log. All other lines are problems, including lines
/// with numbers that are too large to be counted.
[[nodiscard]] std::vector<log_line> read_log_lines(
    const std::string& path, std::vector<tools::diagnostic>& problems);

}  // namespace parallel_testing::merge_command
