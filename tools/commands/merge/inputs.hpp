// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

namespace parallel_testing::merge_command {

/// Files by kind: in the order of the arguments, below a directory sorted by
/// name.
struct inputs {
  std::vector<std::string> events;    ///< *.ndjson
  std::vector<std::string> junit;     ///< *.xml
  std::vector<std::string> times;     ///< times.txt, CTestCostData.txt
  std::vector<std::string> coverage;  ///< directories with data
};

/// Collects the files in `given`, a list of files and directories to search.
/// Names determine the kinds of files. Throws cli::failure for a path that does
/// not exist and for a file of another kind.
[[nodiscard]] inputs collect_inputs(const std::vector<std::string>& given);

/// Returns the contents of the file. Throws cli::failure if it cannot be read
/// or is too large for a report.
[[nodiscard]] std::string read_whole(const std::string& path);

}  // namespace parallel_testing::merge_command
