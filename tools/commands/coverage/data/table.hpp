// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How often each line ran. All readers produce this table; all writers print
// it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace parallel_testing::coverage_command {

struct covered_line {
  std::uint64_t count = 0;
  /// How often each outcome of the conditions in the line occurred.
  std::vector<std::uint64_t> branches;
};

/// Adds other counts of the same line. The order of additions does not matter.
void add(covered_line& into, const covered_line& other);

using covered_file = std::map<std::uint32_t, covered_line>;  ///< by line
using coverage_table = std::map<std::string, covered_file>;  ///< by path

/// A number of lines or of branches.
struct ratio {
  std::size_t covered = 0;
  std::size_t all = 0;

  /// Rounded down to a tenth, so that 100 means all. 0 if there is nothing to
  /// cover.
  [[nodiscard]] double percent() const;
};

struct totals {
  ratio lines;
  ratio branches;
};

[[nodiscard]] totals totals_of(const covered_file& file);
[[nodiscard]] totals totals_of(const coverage_table& table);

/// The part of a table that is reported.
struct selection {
  std::string root;   ///< paths below it are reported relative to it
  std::string build;  ///< skipped unless a source directory is in it
  std::vector<std::string> sources;  ///< directories
  std::vector<std::string> exclude;  ///< globs, relative to root or absolute
};

/// `path` relative to `root` if it is below `root`, otherwise unchanged. Pure.
[[nodiscard]] std::string relative_to(const std::string& path,
                                      const std::string& root);

/// Whether an EXCLUDE glob matches the file. Pure.
[[nodiscard]] bool is_excluded(const std::string& path,
                               const selection& wanted);

/// The selected files of `table`; paths below the root become relative to it.
/// Pure.
[[nodiscard]] coverage_table select(coverage_table table,
                                    const selection& wanted);

}  // namespace parallel_testing::coverage_command
