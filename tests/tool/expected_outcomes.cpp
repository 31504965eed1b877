// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "expected_outcomes.hpp"

#include <sstream>

#include "support/files.hpp"

namespace parallel_testing::tool_test {

outcomes expected_outcomes(retried how) {
  outcomes result;
  for (const std::string& line : support::read_lines(OUTCOMES_TABLE)) {
    std::istringstream words(line);
    std::string once;
    std::string twice;
    std::string test;
    if (!line.starts_with('#') && words >> once >> twice >> test) {
      if (const auto at = test.find("\\n"); at != std::string::npos) {
        test.replace(at, 2, "\n");
      }
      result[test] = how == retried::never ? once : twice;
    }
  }
  return result;
}

}  // namespace parallel_testing::tool_test
