// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "options.hpp"
#include "verdicts/test_verdict.hpp"

// Reads the cases that a program reports as TAP (Test Anything Protocol, also
// versions 13 and 14) or as a JUnit file. Pure.
namespace parallel_testing::launcher {

struct reported_case {
  std::string name;
  verdict how = verdict::pass;  ///< pass, fail or skip
  std::string message;          ///< one line
  std::string file;
  std::int64_t line = 0;
  std::int64_t duration_ns = 0;
};

struct reported_cases {
  std::vector<reported_case> cases;  ///< with different names
  /// Why the output does not prove that all cases ran: one line, "" if it does.
  std::string problem;
  /// The reason of a plan without cases: `1..0 # SKIP <reason>`.
  std::string skip_reason;
  bool skips_all = false;
};

/// Lines that are indented by four blanks and have a plan are a subtest, and
/// belong to the test point that follows them. Lines that are not TAP count as
/// output of the program; a line that may be output or a test point is a
/// problem.
reported_cases read_tap(std::string_view text);

/// The document may follow other output. A suite that declares more tests than
/// it has is a problem, unless its writer counts assertions there.
reported_cases read_junit(std::string_view text);

/// The verdict on the test of a program that ended with `status`.
judged_test judge_cases(const reported_cases& seen, int status);

}  // namespace parallel_testing::launcher
