// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Why tests are unsteady, and what to do about it. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "commands/stress/comparison.hpp"

namespace parallel_testing::stress_command {

enum class cause {
  by_itself,         ///< sometimes fails when it runs alone
  shared_resource,   ///< fails while others use the same resource
  beside,            ///< fails while certain others run
  under_load,        ///< fails while others run, whichever these are
  before,            ///< fails after others
  missing_before,    ///< fails unless others ran before it
  kept_state,        ///< has failed in every run since its first failure
  not_repeated,      ///< the failure could not be reproduced
  not_investigated,  ///< too many tests were unsteady, or the time was up
};

/// `by_itself`, …: stable names, for programs.
[[nodiscard]] const char* to_text(cause why);

/// What an experiment found out about one test.
struct diagnosis {
  watched_case test;
  cause why = cause::not_investigated;
  std::vector<std::string>
      others;  ///< tests that make it fail, or most likely do
};

/// Whether all tests of a finding passed when they ran together with a remedy.
enum class trial_result { helps, fails, not_tried };

struct tried_remedy {
  std::string text;    ///< `isolate:network`
  std::string marker;  ///< empty if it is not one
  trial_result how = trial_result::not_tried;
};

/// Unsteady tests with the same cause.
struct finding {
  cause why = cause::not_investigated;
  std::vector<watched_case> tests;
  std::vector<std::string> others;
  /// `14 tests of Store write orders.db in the working directory`, from the
  /// records of watched tests; empty if these know no resource.
  std::string resource;
  std::string evidence;
  std::vector<tried_remedy> tried;
};

/// `helps`, `fails`, `not_tried`.
[[nodiscard]] const char* to_text(trial_result how);

/// Joins diagnoses with the same cause whose other tests overlap.
[[nodiscard]] std::vector<finding> group(std::vector<diagnosis> given);

/// What watched tests are known to share.
enum class records {
  none,    ///< no test was watched
  watched  ///< `suggest` watched the tests
};

struct advice {
  std::string marker;  ///< for these tests; empty if none is known to help
  std::string text;
};

[[nodiscard]] advice advice_for(const finding& found, records known);

}  // namespace parallel_testing::stress_command
