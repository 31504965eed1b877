// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How often each line ran. What all readers make and all writers show.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace parallel_testing::coverage_command {

struct covered_line {
  std::uint64_t count = 0;
  /// How often each outcome of the conditions in the line came.
  std::vector<std::uint64_t> branches;
};

/// Adds what other data have of the same line; their order does not matter.
void add(covered_line& into, const covered_line& other);

using covered_file = std::map<std::uint32_t, covered_line>;  // by line
using coverage_table = std::map<std::string, covered_file>;  // by path

/// Lines, or branches.
struct ratio {
  std::size_t covered = 0;
  std::size_t all = 0;

  /// 0 when there is nothing to cover. Rounded down to a tenth: 100 means
  /// all of it.
  [[nodiscard]] double percent() const;
};

struct totals {
  ratio lines;
  ratio branches;
};

[[nodiscard]] totals totals_of(const covered_file& file);
[[nodiscard]] totals totals_of(const coverage_table& table);

/// What is reported of a table.
struct selection {
  std::string root;                  // paths below it are relative to it
  std::string build;                 // left out unless a source lies in it
  std::vector<std::string> sources;  // directories
  std::vector<std::string> exclude;  // globs, relative to root or absolute
};

/// `path` without `root` where it is below that. Pure.
[[nodiscard]] std::string relative_to(const std::string& path,
                                      const std::string& root);

/// Whether EXCLUDE names the file. Pure.
[[nodiscard]] bool is_excluded(const std::string& path,
                               const selection& wanted);

/// The files of `table` that are selected, below the root by relative path.
/// Pure.
[[nodiscard]] coverage_table select(coverage_table table,
                                    const selection& wanted);

}  // namespace parallel_testing::coverage_command
