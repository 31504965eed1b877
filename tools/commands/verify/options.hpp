// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/parse.hpp"

namespace parallel_testing::verify_command {

enum class extent { everything, without_running };

struct options {
  std::string build = ".";
  extent what = extent::everything;
  std::string jobs;  // empty: as many as can be had, at least eight
  int rounds = 3;    // of the parallel run; the last of several is shuffled
  std::vector<std::string> ctest;  // arguments for it
  cli::output_format format = cli::output_format::text;
};

struct parsed_options {
  options values;
  std::optional<int> exit_code;
};

/// The options, or the exit code when --help or an error was printed instead.
[[nodiscard]] parsed_options parse_options(const cli::invocation& given);

}  // namespace parallel_testing::verify_command
