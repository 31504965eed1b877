// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_TEST_VERDICT_HPP
#define PARALLEL_TESTING_SRC_TEST_VERDICT_HPP

#include <cstddef>
#include <optional>
#include <parallel_testing/detail/adapter.hpp>
#include <parallel_testing/detail/verdict.hpp>
#include <string>

// What the end of a test program means. Pure.
namespace parallel_testing {

/// What an adapter saw of the cases of its program until the program ended.
struct seen_cases {
  /// The program was started for one case that no framework came to yet.
  bool is_awaited = false;
  /// It was started for one case, so nothing else explains its end.
  bool expects_one = false;
  std::string expected;  ///< the name of that case
  std::string running;   ///< the case that runs, "" when none does
  /// The framework has not finished: a tear-down around cases may be left.
  bool is_in_round = false;
  std::size_t ended = 0;
  bool has_failed = false;
  bool failed_around = false;  ///< in a set-up or tear-down around cases
  bool all_skipped = true;
  std::string reason;  ///< of the first failure, or else of the first skip
};

/// What Catch2 ends with when all its cases were skipped.
inline constexpr int catch2_all_skipped = 4;

/// Where the failure of a test lies, which decides what the properties of the
/// test may make of it.
enum class failure_site {
  test,    ///< in the test itself: what WILL_FAIL may ask for
  around,  ///< in a set-up or tear-down around it
  program  ///< in its program: a failure whatever the properties are
};

struct judged_test {
  verdict how = verdict::pass;
  std::string why{};  ///< one line, "" for one that passed
  failure_site where = failure_site::test;

  /// No property of the test may turn it into a success.
  bool is_broken() const noexcept {
    return is_bad(how) && where == failure_site::program;
  }
};

/// `status` is the exit code of the program, nothing when it is not known.
judged_test judge_test(const seen_cases& seen, adapter::framework kind,
                       std::optional<int> status);

}  // namespace parallel_testing

#endif
