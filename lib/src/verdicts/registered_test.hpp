// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PARALLEL_TESTING_SRC_REGISTERED_TEST_HPP
#define PARALLEL_TESTING_SRC_REGISTERED_TEST_HPP

#include <optional>
#include <string>
#include <string_view>

namespace parallel_testing {

/// The CTest test that a process belongs to, as the scripts inside ctest name
/// it in PARALLEL_TESTING_TEST: `<token>:<flags>:<name>`.
struct registered_test {
  /// Differs between runs and tests, so no program prints it by accident.
  std::string token;
  std::string name;
  /// PASS_ or SKIP_REGULAR_EXPRESSION or SKIP_RETURN_CODE are set: an exit code
  /// other than 0 may count as something else than a failure.
  bool is_reinterpreted = false;
  /// WILL_FAIL is set.
  bool will_fail = false;
  bool skip_is_failure = false;
  /// It runs a command of the project: what its arguments mean is not known.
  bool is_command = false;
};

/// What `text` says; nothing when it is not such a text. Pure.
std::optional<registered_test> parse_registered_test(std::string_view text);

/// The test of this process, nothing when our scripts did not register it.
std::optional<registered_test> own_registered_test();

/// The selector of this test where its command has words in front of the test
/// program, which may add arguments: the scripts name it in
/// PARALLEL_TESTING_SELECTOR. Else "".
std::string own_registered_selector();

/// The line by which ctest recognises a skipped test, without a prefix.
std::string skip_line(const registered_test& test, std::string_view reason);

}  // namespace parallel_testing

#endif
