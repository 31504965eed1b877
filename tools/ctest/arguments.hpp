// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Sorts the arguments of `run` into ours and those of ctest. Pure.
#pragma once

#include <string>
#include <vector>

namespace parallel_testing::tools {

/// Why ctest is started instead of us, without a change to its arguments.
enum class purpose {
  run_tests,
  something_else,  // it lists, prints help, builds, runs a script, …
};

struct sorted_arguments {
  purpose of_ctest = purpose::run_tests;
  std::vector<std::string> ours;
  std::vector<std::string> ctests;
  std::string test_directory;  // --test-dir
  std::string without_value;   // the last option, which needs one
  bool has_preset = false;
  bool stops_on_failure = false;  // ctest's own option
  bool is_verbose = false;        // -V, -VV
  /// Words that neither we nor every ctest since 3.25 knows. ctest ignores what
  /// it does not know. Empty unless tests are run.
  std::vector<std::string> unknown;
};

/// Everything that is not ours goes to ctest in its order. What our display
/// does itself (`--progress`, `--output-on-failure`, `-Q`) is left out.
[[nodiscard]] sorted_arguments sort_arguments(
    const std::vector<std::string>& given);

/// What to print of such a word: what was probably meant.
[[nodiscard]] std::string unknown_option_text(const std::string& word);

/// Whether the text of `ctest --help` names the option.
[[nodiscard]] bool is_in_help(const std::string& help, const std::string& word);

/// Without what selects tests: the next attempt names them itself.
[[nodiscard]] std::vector<std::string> without_selection(
    const std::vector<std::string>& ctests);

}  // namespace parallel_testing::tools
