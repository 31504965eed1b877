// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Describes why a test is unsteady, and what to do about it.
#pragma once

#include <string>
#include <vector>

#include "commands/stress/observation.hpp"

namespace parallel_testing::stress_command {

enum class cause {
  by_itself,         ///< sometimes fails when it runs alone
  beside,            ///< fails while others run
  before,            ///< fails after others
  missing_before,    ///< fails unless others ran before it
  kept_state,        ///< has failed in every run since its first failure
  not_repeated,      ///< the failure could not be reproduced
  not_investigated,  ///< there were too many unsteady tests
};

/// `by_itself`, …: stable names, for programs.
[[nodiscard]] const char* to_text(cause why);

struct diagnosis {
  watched_case test;
  cause why = cause::not_investigated;
  std::vector<std::string>
      others;  ///< tests that make it fail, or most likely do
};

struct advice {
  std::string marker;  ///< for the test and the others; empty if none helps
  std::string text;
};

/// Derives the advice from the output of the failing test and the cause. Pure.
[[nodiscard]] advice advice_for(const diagnosis& found);

}  // namespace parallel_testing::stress_command
