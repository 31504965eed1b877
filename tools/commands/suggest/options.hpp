// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include "cli/common_options.hpp"
#include "commands/suggest/watch/watching.hpp"

namespace parallel_testing::suggest_command {

struct options {
  watch_request watched;
  bool uses_last = false;  ///< the stored observation; nothing runs
  bool applies = false;    ///< writes the file of suggestions
  bool proves = false;     ///< runs the tests with the suggestions
  bool is_stock = false;   ///< suggestions need nothing but CMake
  cli::output_format format = cli::output_format::text;
};

/// Throws cli::failure.
[[nodiscard]] cli::parsed<options> parse_options(const cli::invocation& given);

}  // namespace parallel_testing::suggest_command
