// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace parallel_testing::benchmark {

struct options {
  std::vector<std::string> names;  ///< none: all
  int rounds = 5;
  std::string document;  ///< whose table is rewritten, "" for none
};

/// The options, or the exit code when --help or an error was printed instead.
struct parsed_options {
  options values;
  std::optional<int> exit_code;
};

[[nodiscard]] parsed_options parse_options(int argc, const char* const* argv);

}  // namespace parallel_testing::benchmark
