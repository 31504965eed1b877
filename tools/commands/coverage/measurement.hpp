// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// From data to what is reported of them.
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
  /// What the files are about that are not there, or exclude nothing.
  std::vector<std::string> missing;
  std::vector<std::string> warnings;
  std::vector<std::string> unmeasured;  // targets of which no line is reported
  /// Sources of the targets that are not compiled, `<source> of <target>`, and
  /// those that are compiled without coverage.
  std::vector<std::string> unbuilt;
  std::vector<std::string> uninstrumented;
  std::size_t files = 0;  // with data that count
  std::string merged;     // directory of the sum

  /// Whether all objects of the targets can be measured.
  [[nodiscard]] bool is_complete() const {
    return unbuilt.empty() && uninstrumented.empty();
  }
};

/// Reads the data in the directory `data`. What is of use later goes to `keep`,
/// if that is not empty: then the data there are what `--data` takes, and those
/// in `data` are gone. `scratch` is a directory. Throws cli::failure.
[[nodiscard]] measurement measure(const project& measured,
                                  const programs& found,
                                  const std::string& data,
                                  const std::string& keep,
                                  const std::string& scratch);

/// The JSON report of what one run covered, the same text for the same counts.
/// Nothing when its tests left no data. Uses them up. Throws cli::failure.
[[nodiscard]] std::optional<std::string> coverage_of_run(
    const std::string& build, const std::string& configuration,
    const std::string& run_directory);

}  // namespace parallel_testing::coverage_command
