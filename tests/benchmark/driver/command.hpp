// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace parallel_testing::benchmark {

/// A program to run. Variables are added to the environment of the driver.
struct command {
  std::vector<std::string> words;
  std::vector<std::pair<std::string, std::string>> variables;
  std::string directory = ".";
};

/// What a program cost, together with all processes it waited for.
struct cost {
  double cpu_s = 0;           ///< user and system
  double wall_s = 0;          ///< until it ended
  long greatest_rss_kib = 0;  ///< of the largest of these processes
  std::string output;
};

/// Runs the program to its end. Throws std::runtime_error, with what it
/// printed, when it does not end with status 0.
[[nodiscard]] cost run(const command& wanted);

}  // namespace parallel_testing::benchmark
