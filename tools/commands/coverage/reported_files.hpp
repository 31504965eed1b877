// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// From what compilers wrote down to what is reported: files are found by the
// paths they have here, selected, and rid of what their comments exclude.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "commands/coverage/data/exclusions.hpp"
#include "commands/coverage/data/project.hpp"
#include "commands/coverage/data/table.hpp"

namespace parallel_testing::coverage_command {

struct reported_table {
  coverage_table table;  // files without lines are not in it
  excluded_counts excluded;
  /// Files of the table, and others that were measured, that are not there.
  std::vector<std::string> missing;
  std::vector<std::string> unknown;
  std::vector<std::string> generated;  // compiled, measured, and not selected
  std::vector<std::string> problems;   // of comments that exclude nothing
};

/// Several threads may use one.
class reported_files {
 public:
  explicit reported_files(const project& measured) : measured_(measured) {}

  [[nodiscard]] reported_table report(coverage_table read);

 private:
  [[nodiscard]] coverage_table with_known_paths(coverage_table read);
  const exclusions& exclusions_of(const std::string& path);
  void note_left_out(const coverage_table& all, reported_table& into) const;

  const project& measured_;
  std::mutex mutex_;
  source_files sources_ = measured_.sources;
  std::map<std::string, exclusions> exclusions_;
};

}  // namespace parallel_testing::coverage_command
