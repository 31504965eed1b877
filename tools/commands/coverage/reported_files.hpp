// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Prepares what the compilers recorded for reports: finds files by their paths
// on this machine, selects them, and removes what their comments exclude.
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
  coverage_table table;  ///< without files that have no lines
  excluded_counts excluded;
  /// Measured files that do not exist: those in the table, and others.
  std::vector<std::string> missing;
  std::vector<std::string> unknown;
  std::vector<std::string>
      generated;  ///< compiled and measured, but not selected
  std::vector<std::string> problems;  ///< comments that exclude nothing
};

/// Several threads may use one object.
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
