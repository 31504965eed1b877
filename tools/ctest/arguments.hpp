// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Divides the arguments of `run` into options of this program and of ctest.
// Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace parallel_testing::tools {

/// Why ctest replaces this program and gets the arguments unchanged.
enum class purpose {
  run_tests,
  something_else,  ///< list tests, print help, build, run a script, …
};

struct sorted_arguments {
  purpose of_ctest = purpose::run_tests;
  std::vector<std::string> ours;
  std::vector<std::string> ctests;
  /// `--` and what follows, which ctest appends to the command of each test
  /// since version 4.4; empty without `--`.
  std::vector<std::string> for_tests;
  std::string test_directory;  ///< --test-dir
  std::string without_value;   ///< the last argument, if it lacks its value
  bool has_preset = false;
  bool stops_on_failure = false;  ///< the option of ctest
  bool is_verbose = false;        ///< -V, -VV
  /// Options that neither this program nor every ctest since 3.25 has; ctest
  /// ignores unknown options. Empty unless `why` is run_tests.
  std::vector<std::string> unknown;
};

/// Everything that is not an option of this program goes to ctest, in the same
/// order, up to `--`, except what the display of this program replaces:
/// `--progress`,
/// `--output-on-failure`, `-Q`.
[[nodiscard]] sorted_arguments sort_arguments(
    const std::vector<std::string>& given);

/// The number of arguments before `--`, where further options of ctest go.
[[nodiscard]] std::size_t end_of_options(
    const std::vector<std::string>& arguments);

/// Whether a ctest of this version, such as `4.4.0`, passes arguments on.
[[nodiscard]] bool passes_arguments_on(std::string_view version);

/// The message about such an option, with the option that was probably meant.
[[nodiscard]] std::string unknown_option_text(const std::string& word);

/// Whether the output of `ctest --help` names the option.
[[nodiscard]] bool is_in_help(const std::string& help, const std::string& word);

/// Removes the arguments that select tests, so that `-I` can select tests by
/// their numbers in the whole project.
[[nodiscard]] std::vector<std::string> without_selection(
    const std::vector<std::string>& ctests);

/// The same, except for arguments that change the numbers of tests: ctest
/// numbers only those that the first `-E` leaves, unless `-R` precedes it. So
/// the numbers of a run with `ctests` select the same tests again.
[[nodiscard]] std::vector<std::string> without_numbered_selection(
    const std::vector<std::string>& ctests);

}  // namespace parallel_testing::tools
