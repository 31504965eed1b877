// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "commands/run/watch/observer.hpp"
#include "results/common_failure.hpp"

namespace parallel_testing::run_command {

/// Recognises a run in which nothing works from the ends of its first tests:
/// only first attempts of the first round say whether anything works.
class first_ends {
 public:
  /// 0: never recognises one.
  explicit first_ends(std::size_t count) : count_(count) {}

  /// The line to print if the last of the first tests has ended and all failed
  /// in the same way; "" otherwise.
  [[nodiscard]] std::string add(const test_end& end);

 private:
  std::size_t count_;
  std::vector<tools::ended_test> ends_;
};

}  // namespace parallel_testing::run_command
