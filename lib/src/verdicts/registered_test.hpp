// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace parallel_testing {

/// Decodes `%` and two digits, which stand for characters that are special in
/// CMake lists. Pure.
std::string decoded_item(std::string_view text);

/// The CTest test that a process belongs to. The scripts that run inside ctest
/// pass it in PARALLEL_TESTING_TEST: `<token>:<flags>:<name>`.
struct registered_test {
  /// Different for each run and test, so that no program prints it by accident.
  std::string token;
  std::string name;
  /// PASS_REGULAR_EXPRESSION, SKIP_REGULAR_EXPRESSION or SKIP_RETURN_CODE is
  /// set, so an exit code other than 0 may not count as a failure.
  bool is_reinterpreted = false;
  /// WILL_FAIL is set.
  bool will_fail = false;
  bool skip_is_failure = false;
  /// It runs a command of the project, so the meaning of its arguments is
  /// unknown.
  bool is_command = false;
};

/// Parses the value of the variable; std::nullopt when it has another form.
/// Pure.
std::optional<registered_test> parse_registered_test(std::string_view text);

/// The test of this process, std::nullopt when ParallelTesting did not register
/// it.
std::optional<registered_test> own_registered_test();

/// The selector of this test if its command starts the test program through
/// another program, which may add arguments: the scripts then pass it in
/// PARALLEL_TESTING_SELECTOR. Otherwise "".
std::string own_registered_selector();

/// The line by which ctest recognizes a skipped test, without a prefix.
std::string skip_line(const registered_test& test, std::string_view reason);

}  // namespace parallel_testing
