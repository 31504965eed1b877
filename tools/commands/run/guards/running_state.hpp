// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What runs at a moment, in words: for a run without news, and for a user who
// asks.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace parallel_testing::run_command {

struct shown_process {
  pid_t pid = 0;
  int depth = 0;  ///< 0: ctest started it
  std::string command;
  bool has_ended = false;  ///< and its parent has not noticed that
};

struct shown_test {
  std::string worker;  ///< empty: unknown
  std::string name;
  std::int64_t elapsed_ns = 0;
  std::vector<shown_process> processes;
  std::string last_line;  ///< of its output; empty: none, or unknown
};

/// The processes of a tree, at most `limit`, each before its children.
[[nodiscard]] std::vector<shown_process> process_tree(pid_t root,
                                                      std::size_t limit = 20);

/// Two lines or more for each test. Pure.
[[nodiscard]] std::vector<std::string> lines_about(
    const std::vector<shown_test>& tests);

/// `2 tests still run, the longest for 75.00 s: Orders.Migrate`. Pure.
[[nodiscard]] std::string line_about(const std::vector<shown_test>& tests);

}  // namespace parallel_testing::run_command
