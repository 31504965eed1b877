// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <string>
#include <vector>

namespace parallel_testing::support {

struct junit_case {
  std::string name;
  std::string status;  ///< run, fail, notrun, disabled
  bool skipped = false;
  std::string message;  ///< why it failed or was skipped
  std::string output;

  [[nodiscard]] bool passed() const { return status == "run" && !skipped; }
};

/// The cases of a file that ctest wrote, in the order they ended.
[[nodiscard]] std::vector<junit_case> read_junit(const std::string& path);

}  // namespace parallel_testing::support
