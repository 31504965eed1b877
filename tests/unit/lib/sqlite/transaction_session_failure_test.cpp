// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a session reports is a failure of the test it belongs to.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/child_process.hpp"
#include "support/scratch.hpp"

namespace parallel_testing::unit {
namespace {

using testing::HasSubstr;
using testing::Not;

struct result {
  int status;
  std::string output;
};

result run(std::vector<std::string> command) {
  const scratch place;
  const std::vector<std::string> to_errors = {"/bin/sh", "-c",
                                              "exec \"$0\" \"$@\" >&2"};
  command.insert(command.begin(), to_errors.begin(), to_errors.end());
  child_process program(command, place.under_ctest());
  const int status = program.finish();
  return {status, program.errors()};
}

TEST(session_failure, C56_is_a_failure_of_the_running_gtest) {
  const result failed =
      run({FAILING_GTEST, "--gtest_filter=Session.Reports", "--gtest_brief=1"});
  EXPECT_EQ(failed.status, 1);
  EXPECT_THAT(failed.output,
              HasSubstr("COMMIT without BEGIN, which SQLite refuses"));
  EXPECT_EQ(
      run({FAILING_GTEST, "--gtest_filter=Session.IsFine", "--gtest_brief=1"})
          .status,
      0);
}

TEST(session_failure, C56_outside_of_a_test_is_said_and_ends_with_1) {
  const result failed =
      run({FAILING_GTEST, "--gtest_filter=Suite.*", "--gtest_brief=1"});
  EXPECT_EQ(failed.status, 1);
  EXPECT_THAT(failed.output,
              HasSubstr("parallel-testing: transaction_session on ':memory:': "
                        "COMMIT without BEGIN"));
}

#ifdef FAILING_CATCH2
TEST(session_failure, C56_is_a_failure_of_the_running_catch2_case) {
  const result failed = run({FAILING_CATCH2, "reports"});
  EXPECT_NE(failed.status, 0);
  EXPECT_THAT(failed.output, HasSubstr("COMMIT without BEGIN"));
  EXPECT_EQ(run({FAILING_CATCH2, "is fine"}).status, 0);
}
#endif

}  // namespace
}  // namespace parallel_testing::unit
