// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What `adopt` did, as text, Markdown and JSON. Pure.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "adopt/plan.hpp"

namespace parallel_testing::tools {

/// Runs of the tests: once one by one, then several times with eight jobs.
struct measured_suite {
  std::size_t tests = 0;
  double serial_s = 0;
  std::vector<double> parallel_s{};
  std::vector<std::string> failed_serially{};
  std::map<std::string, std::size_t> failed_in_parallel{};  ///< rounds by name

  [[nodiscard]] bool is_green() const {
    return failed_serially.empty() && failed_in_parallel.empty();
  }
};

struct adoption_report {
  std::string project;  ///< its name
  adoption_plan plan{};
  std::size_t suggestions = 0;            ///< calls in the file of suggestions
  std::vector<std::string> suggested{};   ///< what they are and why
  std::vector<std::string> taken_back{};  ///< sentences
  std::size_t patch_lines = 0;
  std::string patch{};                     ///< path of the file
  std::optional<measured_suite> before{};  ///< none: no test ran
  std::optional<measured_suite> after{};
  double seconds = 0;  ///< that `adopt` took

  /// All tests passed in all rounds, none disappeared, and nothing is left to a
  /// person.
  [[nodiscard]] bool is_green() const;
};

[[nodiscard]] std::string text_of(const adoption_report& of);

/// For a pull request.
[[nodiscard]] std::string markdown_of(const adoption_report& of);

[[nodiscard]] std::string json_of(const adoption_report& of);

/// `1 of 9, each in at most 2 of 5 rounds`, for the tests that failed.
[[nodiscard]] std::string failures_text(const measured_suite& of);

/// `1.2 s, 1.3 s`.
[[nodiscard]] std::string seconds_text(const std::vector<double>& seconds);

/// The sentences about suggestions; of many, only the first.
[[nodiscard]] std::vector<std::string> suggestion_texts(
    const adoption_report& of);

/// One line: a call may span several.
[[nodiscard]] std::string one_line_call(const std::string& call);

}  // namespace parallel_testing::tools
