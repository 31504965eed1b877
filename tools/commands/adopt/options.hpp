// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

#include "adopt/shapes.hpp"
#include "cli/common_options.hpp"

namespace parallel_testing::adopt_command {

struct options {
  std::string source = ".";
  std::string build;  ///< an existing build tree, for its settings; "" for none
  std::string work;   ///< directory that stays; "" for a temporary one
  std::string patch = "adopt.patch";
  std::string markdown = "adopt.md";
  int jobs = 0;  ///< of the build; 0: as many as processors
  bool runs_tests = true;
  bool is_agreed = false;  ///< runs the tests without a question
  bool applies = false;    ///< changes the files of the user
  tools::package_source package{};
  cli::output_format format = cli::output_format::text;
  std::vector<std::string> configure{};  ///< arguments for cmake
};

/// Throws cli::failure.
[[nodiscard]] cli::parsed<options> parse_options(const cli::invocation& given);

}  // namespace parallel_testing::adopt_command
