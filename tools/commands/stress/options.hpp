// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/parse.hpp"

namespace parallel_testing::stress_command {

struct options {
  std::string build = ".";
  std::vector<std::string> jobs{"1", "2", "4", "auto"};
  int rounds = 2;       // at each of them; the first in order, others shuffled
  int tries = 5;        // to see what may be chance
  int investigate = 5;  // tests at most
  std::uint64_t seed = 0;          // of the first shuffled round; 0: any
  std::vector<std::string> ctest;  // arguments for it
  cli::output_format format = cli::output_format::text;
};

struct parsed_options {
  options values;
  std::optional<int> exit_code;
};

/// The options, or the exit code when --help or an error was printed instead.
[[nodiscard]] parsed_options parse_options(const cli::invocation& given);

}  // namespace parallel_testing::stress_command
