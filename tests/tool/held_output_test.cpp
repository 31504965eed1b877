// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A test whose program has ended while a process that it left holds its output:
// ctest waits for that.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/sandbox.hpp"

namespace parallel_testing::tool_test {
namespace {

using support::finished_process;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

constexpr const char* held =
    "left behind: sleep, a process that held its output for [34].* s after "
    "its end";

TEST(held_output, is_named_by_run_report_and_verify_with_what_helps) {
  support::sandbox box(STRANGERS_BUILD);
  const finished_process run =
      box.run({TESTED_TOOL, "run", "-R", "^leaves a process"});
  EXPECT_EQ(run.exit_code, 0) << run.output;
  EXPECT_THAT(run.output,
              ContainsRegex("PASSED  leaves a process with its output .*" +
                            std::string(held)));
  EXPECT_THAT(run.output, HasSubstr("1 of them left processes behind"));
  EXPECT_THAT(run.output, HasSubstr("mark the test `supervised`"));
  const finished_process report = box.run({TESTED_TOOL, "report"});
  EXPECT_THAT(report.output, ContainsRegex("left behind: .*sleep"));
  EXPECT_THAT(report.output, HasSubstr("a process that held its output for "));
  EXPECT_THAT(report.output, HasSubstr("mark the test `supervised`"));
  const finished_process verify =
      box.run({TESTED_TOOL, "verify", "--rounds", "1", "--", "-R",
               "^leaves a process"});
  EXPECT_EQ(verify.exit_code, 1);
  EXPECT_THAT(verify.output, HasSubstr("FAIL  leftovers"));
  EXPECT_THAT(verify.output,
              ContainsRegex("leaves a process with its output left .*a "
                            "process that held its output for "));
}

TEST(held_output, is_none_of_a_supervised_test) {
  support::sandbox box(STRANGERS_BUILD);
  const finished_process run =
      box.run({TESTED_TOOL, "run", "-R", "^supervised"});
  EXPECT_EQ(run.exit_code, 1) << run.output;
  EXPECT_THAT(run.output, HasSubstr("LEAKED  supervised"));
  EXPECT_THAT(run.output, Not(HasSubstr("held its output")));
}

}  // namespace
}  // namespace parallel_testing::tool_test
