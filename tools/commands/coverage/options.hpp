// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

#include "cli/common_options.hpp"
#include "commands/coverage/data/project.hpp"

namespace parallel_testing::coverage_command {

struct options {
  std::string build = ".";
  std::string name;  ///< of the parallel_add_coverage(); empty: the only one
  std::string configuration;  ///< of a build tree with several
  std::string data;           ///< directory; empty: run the tests
  std::string output;         ///< directory; empty: that of the project
  std::string jobs = "auto";
  std::vector<std::string> fail_under;  ///< empty: those of the project
  std::vector<std::string> reports;     ///< empty: those of the project
  std::vector<std::string> ctest;       ///< arguments for `run`
  bool with_branches = false;
  bool per_test = false;
  cli::output_format format = cli::output_format::text;
};

[[nodiscard]] cli::parsed<options> parse_options(const cli::invocation& given);

/// What is measured, with the changes by the options. Throws cli::failure.
[[nodiscard]] project project_for(const options& wanted);

}  // namespace parallel_testing::coverage_command
