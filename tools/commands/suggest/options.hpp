// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

#include "cli/common_options.hpp"

namespace parallel_testing::suggest_command {

/// Whether a program with many cases that CTest runs as one test is watched
/// case by case.
enum class granularity { tests, cases };

struct options {
  std::string build = ".";
  std::string configuration;  ///< empty: the build tree has only one
  int jobs = 1;               ///< tests that are watched at once
  granularity watched = granularity::tests;
  bool uses_last = false;          ///< the stored observation; nothing runs
  std::vector<std::string> ctest;  ///< arguments for ctest
  cli::output_format format = cli::output_format::text;
};

/// Throws cli::failure.
[[nodiscard]] cli::parsed<options> parse_options(const cli::invocation& given);

}  // namespace parallel_testing::suggest_command
