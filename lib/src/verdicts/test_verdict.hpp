// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <cstddef>
#include <optional>
#include <parallel_testing/detail/adapter.hpp>
#include <parallel_testing/detail/verdict.hpp>
#include <string>

// Decides the verdict on a test program from how it ended. Pure.
namespace parallel_testing {

/// What an adapter recorded about the cases of its program until the program
/// ended.
struct seen_cases {
  /// The program was started for one case, which its framework has not reached
  /// yet.
  bool is_awaited = false;
  /// It was started for one case, so its end depends only on that case.
  bool expects_one = false;
  std::string expected;  ///< the name of that case
  std::string running;   ///< the running case, "" when there is none
  /// The framework has not finished: tear-downs around cases may be pending.
  bool is_in_round = false;
  std::size_t ended = 0;
  bool has_failed = false;
  bool failed_around = false;  ///< in a set-up or tear-down around cases
  bool all_skipped = true;
  std::string reason;  ///< that of the first failure, or else of the first skip
};

/// Where the failure of a test is, which decides whether properties of the test
/// may turn it into something else.
enum class failure_site {
  test,    ///< in the test itself, which WILL_FAIL may expect
  around,  ///< in a set-up or tear-down around it
  program  ///< in its program: a failure whatever its properties are
};

struct judged_test {
  verdict how = verdict::pass;
  std::string why{};  ///< one line, "" when the test passed
  failure_site where = failure_site::test;

  /// Whether no property of the test may turn it into a success.
  [[nodiscard]] bool is_broken() const noexcept {
    return is_bad(how) && where == failure_site::program;
  }
};

/// `status` is the exit code of the program, std::nullopt when unknown.
judged_test judge_test(const seen_cases& seen, adapter::framework kind,
                       std::optional<int> status);

}  // namespace parallel_testing
