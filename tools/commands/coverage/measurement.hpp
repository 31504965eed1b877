// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Turns the data of a run into the tables that are reported.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "commands/coverage/readers/backend.hpp"
#include "commands/coverage/report.hpp"

namespace parallel_testing::coverage_command {

struct measurement {
  reported_coverage shown;
  std::vector<data_problem> problems;
  /// Files with counted lines that do not exist.
  std::vector<std::string> missing;
  std::vector<std::string> warnings;
  std::vector<std::string> unmeasured;  ///< targets without a reported line
  /// Sources of the targets, as `'<source>' of the target '<target>'`: those
  /// that are not compiled, and those that are compiled without coverage.
  std::vector<std::string> unbuilt;
  std::vector<std::string> uninstrumented;
  std::size_t files = 0;  ///< data files that are not ignored
  std::string merged;     ///< directory with the sum

  /// Whether all objects of the targets can be measured.
  [[nodiscard]] bool is_complete() const {
    return unbuilt.empty() && uninstrumented.empty();
  }
};

/// Reads the data in the directory `data`. Unless `keep` is empty, moves to
/// `keep` the data that `--data` accepts later; `data` then no longer has them.
/// `scratch` is a directory for temporary files. Throws cli::failure.
[[nodiscard]] measurement measure(const project& measured,
                                  const programs& found,
                                  const std::string& data,
                                  const std::string& keep,
                                  const std::string& scratch);

/// The JSON report of one run, equal for equal counts. Nothing if its tests
/// left no data. Consumes the data. Throws cli::failure.
[[nodiscard]] std::optional<std::string> coverage_of_run(
    const std::string& build, const std::string& configuration,
    const std::string& run_directory);

}  // namespace parallel_testing::coverage_command
