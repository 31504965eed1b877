// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "results/common_failure.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "results/writers/json.hpp"

namespace parallel_testing::tools {
namespace {

const std::string refused_output =
    "[ RUN      ] Orders.Total\n"
    "/src/db.cpp:30: Failure\n"
    "  connection to port 54321 failed: Connection refused\n"
    "[  FAILED  ] Orders.Total (1 ms)\n"
    " 1 FAILED TEST\n";

ended_test failed_with(const std::string& output,
                       const std::string& message = "Failed") {
  return {true, message, output};
}

TEST(common_failure, C99_is_the_line_that_all_tests_print) {
  const ended_test other = failed_with(
      "[ RUN      ] Stock.Count\n"
      "connection to port 54399 failed: Connection refused\n"
      "what(): broken\n");
  EXPECT_EQ(common_failure({failed_with(refused_output), other, other}),
            "connection to port 54321 failed: Connection refused");
}

TEST(common_failure, C99_may_be_the_reason_without_any_output) {
  const ended_test lost = failed_with("", "no server at /run/db");
  EXPECT_EQ(common_failure({lost, lost, lost}), "no server at /run/db");
}

TEST(common_failure, C99_a_line_about_a_cause_is_preferred) {
  const ended_test lost = failed_with(
      "starting the shop\n/b/t: error while loading shared libraries: libx.so: "
      "cannot open shared object file\n");
  EXPECT_EQ(common_failure({lost, lost, lost}),
            "/b/t: error while loading shared libraries: libx.so: cannot open "
            "shared object file");
}

TEST(common_failure, C99_lines_of_frameworks_are_no_cause) {
  const ended_test of_googletest = failed_with(
      "Note: Google Test filter = A\n[==========] Running 1 test\n"
      " 1 FAILED TEST\n");
  EXPECT_EQ(common_failure({of_googletest, of_googletest, of_googletest}), "");
}

TEST(common_failure, C99_one_test_that_passes_is_proof_of_the_contrary) {
  EXPECT_EQ(common_failure({failed_with(refused_output),
                            {false, "", refused_output},
                            failed_with(refused_output)}),
            "");
}

TEST(common_failure, C99_different_failures_have_nothing_in_common) {
  EXPECT_EQ(
      common_failure({failed_with(refused_output), failed_with("boom here"),
                      failed_with(refused_output)}),
      "");
}

TEST(common_failure, C99_two_tests_prove_nothing) {
  EXPECT_EQ(common_failure(
                {failed_with(refused_output), failed_with(refused_output)}),
            "");
}

test_result result_with(verdict how, std::int64_t end_ns,
                        const std::string& message) {
  test_result made;
  made.attempts.resize(1);
  made.attempts[0].outcome = how;
  made.attempts[0].end_mono_ns = end_ns;
  made.attempts[0].message = message;
  return made;
}

TEST(common_failure, C99_of_a_run_is_that_of_the_tests_that_ended_first) {
  run_result run;
  run.tests.push_back(result_with(verdict::pass, 1000, ""));
  run.tests.push_back(result_with(verdict::skip, 1, "no display"));
  for (std::size_t at = 0; at < broken_after; ++at) {
    run.tests.push_back(result_with(
        verdict::fail, 10 + static_cast<std::int64_t>(at), "no server"));
  }
  EXPECT_EQ(common_failure_text(run),
            "the first 10 tests all failed with: no server");
  EXPECT_NE(json_text(run).find("\"common_failure\": \"the first 10 tests all "
                                "failed with: no server\""),
            std::string::npos);
  run.tests.push_back(result_with(verdict::pass, 5, ""));
  EXPECT_EQ(common_failure_text(run), "");
  EXPECT_EQ(json_text(run).find("common_failure"), std::string::npos);
}

}  // namespace
}  // namespace parallel_testing::tools
