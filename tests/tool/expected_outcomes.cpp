// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "expected_outcomes.hpp"

#include <regex>
#include <sstream>

#include "support/files.hpp"

namespace parallel_testing::tool_test {

namespace {

std::string with_line_breaks(const std::string& text) {
  return std::regex_replace(text, std::regex("\\\\n"), "\n");
}

}  // namespace

outcomes expected_outcomes(retried how) {
  outcomes result;
  for (const std::string& line : support::read_lines(OUTCOMES_TABLE)) {
    std::istringstream words(line);
    std::string once;
    std::string twice;
    std::string test;
    if (!line.starts_with('#') && words >> once >> twice >> test) {
      result[with_line_breaks(test)] = how == retried::never ? once : twice;
    }
  }
  return result;
}

}  // namespace parallel_testing::tool_test
