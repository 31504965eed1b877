// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What ctest 3.25 to 4.x prints only in its verbose mode (-V). Each line of a
// test arrives as soon as ctest has read it, after the number of the test:
//
// test 3
//       Start  3: Orders.Migrate
//
// 3: Test command: /b/orders_test "--gtest_filter=Orders.Migrate"
// 3: Working Directory: /b
// 3: Environment variables:
// 3:  TZ=UTC
// 3: Test timeout computed to be: 1500
// 3: a line that the test printed
#pragma once

#include <optional>
#include <string_view>

namespace parallel_testing::tools {

struct output_line {
  int number = 0;  ///< of the test
  std::string_view text;
};

/// The number and the text of `12: text`; nothing for any other line. Pure.
[[nodiscard]] std::optional<output_line> parse_output(std::string_view line);

/// Whether ctest prints the line only in its verbose mode, before the first
/// test (`Constructing a list of tests`) or before each one (`test 3`). Pure.
[[nodiscard]] bool is_verbose_remark(std::string_view line);

/// The lines between the start of a test and its output. ctest prints them
/// without lines about other tests between them. A command and a variable may
/// contain line breaks, and their parts may look like any other line.
class test_preamble {
 public:
  test_preamble() = default;
  explicit test_preamble(int number) : number_(number), next_(part::command) {}

  /// Whether the line is one of them. Each line after the start has to be
  /// passed, until the preamble is over.
  [[nodiscard]] bool takes(std::string_view line);
  [[nodiscard]] bool is_over() const { return next_ == part::nothing; }

 private:
  enum class part { command, rest_of_command, directory, environment, nothing };

  bool takes_own(std::string_view text);
  [[nodiscard]] bool takes_other(std::string_view line) const;

  int number_ = 0;
  part next_ = part::nothing;
};

}  // namespace parallel_testing::tools
