// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "cli/parse.hpp"
#include "shard/plan.hpp"

namespace parallel_testing::shard_command {

/// `2/5`: the second of five.
struct shard_number {
  std::size_t index = 1;
  std::size_t count = 1;
};

/// Throws cli::failure unless it is `i/n` with 1 <= i <= n <= 10000. Pure.
[[nodiscard]] shard_number parse_shard_number(const std::string& text);

enum class action { print, run };

struct options {
  shard_number number;
  method how = method::time;
  std::string build = ".";
  std::vector<std::string> times;  // files; empty: those of the build tree
  std::string list_file;           // for `ctest -I`, empty: none is wanted
  action what = action::print;
  cli::output_format format = cli::output_format::text;
  std::vector<std::string> ctest;  // arguments
};

struct parsed_options {
  options values;
  std::optional<int> exit_code;
};

[[nodiscard]] parsed_options parse_options(const cli::invocation& given);

/// Arguments of ctest that choose tests, and the others. Pure.
struct sorted_arguments {
  std::vector<std::string> choosing;
  std::vector<std::string> others;
};

[[nodiscard]] sorted_arguments sort_arguments(
    const std::vector<std::string>& arguments);

}  // namespace parallel_testing::shard_command
