// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

namespace parallel_testing::benchmark {

/// One line of the result: what was measured, what of, beside what, and how
/// that compares with what was promised.
struct row {
  std::string what;
  std::string ours;
  std::string other = "";
  std::string comparison = "";
  std::string target = "";
  bool is_met = true;
};

/// Markdown that also reads well in a terminal.
[[nodiscard]] std::string to_table(const std::vector<row>& rows);

/// `document` with what is between its two comments
/// `<!-- benchmark results -->` and `<!-- end of benchmark results -->`
/// replaced. Throws std::runtime_error when it does not have them.
[[nodiscard]] std::string with_results(const std::string& document,
                                       const std::string& results);

}  // namespace parallel_testing::benchmark
