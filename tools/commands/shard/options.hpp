// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/common_options.hpp"
#include "division/plan.hpp"

namespace parallel_testing::shard_command {

using division::method;
using division::shard;

inline constexpr std::size_t most_shards = 10'000;

/// `2/5` is the second of five shards.
struct shard_number {
  std::size_t index = 1;
  std::size_t count = 1;
};

/// Throws cli::failure unless the text is `i/n` with 1 <= i <= n <= 10000.
/// Suggests `auto`. Pure.
[[nodiscard]] shard_number parse_shard_number(const std::string& text);

enum class action { print, run };

struct options {
  shard_number number;
  std::string place;  ///< of `auto`: which variables named the shard; or ""
  method how = method::time;
  std::string build;               ///< empty: that of the preset, or .
  std::string archive;             ///< to unpack first; empty: none
  std::string to;                  ///< where to
  std::string map_source;          ///< the source tree on this machine
  std::vector<std::string> times;  ///< files; empty: those of the build tree
  std::string list_file;           ///< for `ctest -I`; empty: none
  action what = action::print;
  cli::output_format format = cli::output_format::text;
  std::vector<std::string> ctest;  ///< arguments for ctest or `run`
};

[[nodiscard]] cli::parsed<options> parse_options(const cli::invocation& given);

/// Arguments of ctest by their purpose.
struct sorted_arguments {
  std::vector<std::string> configuration;  ///< -C of a build tree with several
  std::vector<std::string>
      choosing;  ///< select tests to distribute, with the preset
  std::vector<std::string> running;  ///< run the tests: all but -R, -E, -L, -LE
  std::vector<std::string> preset;   ///< the preset option; empty: none
  std::vector<std::string> for_tests;  ///< a further `--` and what follows
};

/// Pure.
[[nodiscard]] sorted_arguments sort_arguments(
    const std::vector<std::string>& arguments);

void append(std::vector<std::string>& to,
            const std::vector<std::string>& words);

/// The value of `--name value` or `--name=value`; empty if missing. Pure.
[[nodiscard]] std::string value_of(const std::vector<std::string>& arguments,
                                   const std::string& name);

}  // namespace parallel_testing::shard_command
