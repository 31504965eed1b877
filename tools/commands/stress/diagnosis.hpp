// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Why a test is unsteady, and what to do about it.
#pragma once

#include <string>
#include <vector>

#include "commands/stress/observation.hpp"

namespace parallel_testing::stress_command {

enum class cause {
  by_itself,         // fails now and then when it runs alone
  beside,            // fails while others run
  before,            // fails after others ran
  missing_before,    // fails unless others ran before
  kept_state,        // has failed ever since it once did
  not_repeated,      // could not be made to fail again
  not_investigated,  // there were too many
};

/// `by_itself`, …: stable, for programs.
[[nodiscard]] const char* to_text(cause why);

struct diagnosis {
  watched_case test;
  cause why = cause::not_investigated;
  std::vector<std::string> others;  // that it takes, or most likely takes
};

struct advice {
  std::string marker;  // for the test and the others; empty: none helps
  std::string text;
};

/// Pure: from the output of the failing test, and how it came to fail.
[[nodiscard]] advice advice_for(const diagnosis& found);

}  // namespace parallel_testing::stress_command
