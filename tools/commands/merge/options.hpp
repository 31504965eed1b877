// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/parse.hpp"

namespace parallel_testing::merge_command {

struct options {
  std::vector<std::string> shards;  // files and directories
  std::string into = "merged";      // directory
  bool is_part = false;             // other shards are missing and may be
  cli::output_format format = cli::output_format::text;
};

struct parsed_options {
  options values;
  std::optional<int> exit_code;
};

[[nodiscard]] parsed_options parse_options(const cli::invocation& given);

}  // namespace parallel_testing::merge_command
