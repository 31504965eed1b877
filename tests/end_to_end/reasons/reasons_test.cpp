// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What `parallel-testing run` prints in the line of a test that does not pass.
// Runs against the project built with GoogleTest and with each generation of
// Catch2.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "support/sandbox.hpp"

namespace parallel_testing::support {
namespace {

using testing::HasSubstr;

struct reasons : testing::TestWithParam<const char*> {
  sandbox box{E2E_BUILD};

  /// The line with `result` of the one test that matches.
  std::string line_of(const std::string& result, const std::string& suite) {
    const finished_process ended =
        box.run({E2E_TOOL, "run", "--test-dir", E2E_BUILD, "-R",
                 std::string("^") + GetParam() + "\\." + suite});
    std::istringstream lines(ended.output);
    std::vector<std::string> found;
    for (std::string line; std::getline(lines, line);) {
      if (line.find(result) != line.npos && line.starts_with("[gw")) {
        found.push_back(line);
      }
    }
    EXPECT_EQ(found.size(), 1U) << ended.output;
    return found.empty() ? "" : found[0];
  }
};

TEST_P(reasons, of_a_failure_are_in_the_line_of_the_test) {
  EXPECT_THAT(line_of("FAILED", "Fails"), HasSubstr("the price is wrong"));
}

TEST_P(reasons, of_an_exception_are_in_the_line_of_the_test) {
  EXPECT_THAT(line_of("FAILED", "Throws"), HasSubstr("the shop is closed"));
}

#if E2E_CATCH2 != 2  // Catch2 2 skips no tests
TEST_P(reasons, of_a_skip_are_in_the_line_of_the_test) {
  EXPECT_THAT(line_of("SKIPPED", "Skips"), HasSubstr("no shop here"));
}
#endif

INSTANTIATE_TEST_SUITE_P(modes, reasons,
                         testing::Values("alone", "launched", "unit", "batch",
                                         "plain"));

}  // namespace
}  // namespace parallel_testing::support
