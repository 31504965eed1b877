// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/common_options.hpp"

namespace parallel_testing::stress_command {

struct options {
  std::string build = ".";
  std::vector<std::string> jobs{"1", "8", "auto", "4", "2"};
  int rounds = 2;        ///< with each of them; all but the first are shuffled
  int tries = 5;         ///< repetitions of what may be due to chance
  int investigate = 50;  ///< maximal number of tests, one after another
  int time_limit_s = 300;          ///< 0: none
  std::uint64_t seed = 0;          ///< of the first shuffled round; 0: random
  std::vector<std::string> ctest;  ///< arguments for ctest
  cli::output_format format = cli::output_format::text;
};

[[nodiscard]] cli::parsed<options> parse_options(const cli::invocation& given);

}  // namespace parallel_testing::stress_command
