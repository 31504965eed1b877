// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

namespace parallel_testing::merge_command {

/// Files by kind, in the order they were given and below a directory by name.
struct inputs {
  std::vector<std::string> events;    // *.ndjson
  std::vector<std::string> junit;     // *.xml
  std::vector<std::string> times;     // times.txt, CTestCostData.txt
  std::vector<std::string> coverage;  // directories with data
};

/// `given` are files and directories that are searched through. What a file
/// holds is known from its name. Throws cli::failure for a path that is not
/// there and for a file of another kind.
[[nodiscard]] inputs collect_inputs(const std::vector<std::string>& given);

/// The whole file. Throws cli::failure when it cannot be read or is larger
/// than any report.
[[nodiscard]] std::string read_whole(const std::string& path);

}  // namespace parallel_testing::merge_command
