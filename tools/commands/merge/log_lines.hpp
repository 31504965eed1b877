// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

#include "events/log_files.hpp"

namespace parallel_testing::merge_command {

/// A line of an event log, and its event.
struct log_line {
  std::string text;
  tools::event event;
};

/// The good lines of the log. All others are problems, also those with numbers
/// that can be counted no further.
[[nodiscard]] std::vector<log_line> read_log_lines(
    const std::string& path, std::vector<tools::diagnostic>& problems);

}  // namespace parallel_testing::merge_command
