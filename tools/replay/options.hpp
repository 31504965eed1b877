// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "io/replay.hpp"

namespace parallel_testing::replay_command {

enum class output_format { text, json };

struct options {
  std::vector<std::string> logs;
  output_format format = output_format::text;
  io::other_runs others = io::other_runs::none;
};

/// The options, or the exit code when --help or an error was printed instead.
struct parsed_options {
  options values;
  std::optional<int> exit_code;
};

[[nodiscard]] parsed_options parse_options(int argc, const char* const* argv);

}  // namespace parallel_testing::replay_command
