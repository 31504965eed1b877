// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/parse.hpp"
#include "history/replay.hpp"

namespace parallel_testing::audit_command {

struct options {
  std::vector<std::string> logs;
  cli::output_format format = cli::output_format::text;
  io::other_runs others = io::other_runs::none;
};

/// The options, or the exit code when --help or an error was printed instead.
struct parsed_options {
  options values;
  std::optional<int> exit_code;
};

[[nodiscard]] parsed_options parse_options(const cli::invocation& given);

}  // namespace parallel_testing::audit_command
