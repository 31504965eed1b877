// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "cli/parse.hpp"
#include "results/junit_option.hpp"

namespace parallel_testing::report_command {

/// Each a path, `-` for standard output, empty when it is not wanted.
struct outputs {
  std::string html;
  std::string json;
  std::string junit;
  std::string markdown;
  std::string trace;
};

struct options {
  std::string run = ".";
  outputs wanted;
  io::junit_schema schema = io::junit_schema::all;
  std::size_t durations = 10;
  std::size_t past = 10;
};

struct parsed_options {
  options values;
  std::optional<int> exit_code;
};

[[nodiscard]] parsed_options parse_options(const cli::invocation& given);

}  // namespace parallel_testing::report_command
