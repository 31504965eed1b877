// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

#include <sstream>
#include <string>
#include <vector>

namespace parallel_testing::tool_test {

/// Build directories separated by `|`, whose names may be anything else.
inline std::vector<std::string> other_builds() {
  std::vector<std::string> paths;
  std::istringstream list(OTHER_BUILDS);
  for (std::string path; std::getline(list, path, '|');) paths.push_back(path);
  return paths;
}

}  // namespace parallel_testing::tool_test
