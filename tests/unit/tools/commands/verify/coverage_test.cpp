// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/verify/coverage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing::verify_command {
namespace {

using testing::SizeIs;

const std::string once =
    R"({"version": 1, "files": [{"file": "a.cpp", "lines": [{"count": 1}]}]})";
const std::string twice =
    R"({"version": 1, "files": [{"file": "a.cpp", "lines": [{"count": 2}]}]})";

TEST(coverage_check, C63_passes_when_all_counts_are_equal) {
  const check result = judge_coverage(once, once);
  EXPECT_EQ(result.how, standing::pass);
  EXPECT_EQ(result.summary, "1 files, 0 of them with different counts");
}

TEST(coverage_check, C63_names_files_with_other_counts) {
  const check result = judge_coverage(once, twice);
  ASSERT_THAT(result.problems, SizeIs(1));
  EXPECT_EQ(result.problems[0].text,
            "a.cpp: the counts differ in parallel and one by one");
  EXPECT_EQ(result.summary, "1 files, 1 of them with different counts");
  EXPECT_THAT(judge_coverage(once, R"({"version": 1, "files": []})").problems,
              SizeIs(1));
}

TEST(coverage_check, C84_fails_when_no_line_is_measured) {
  const std::string nothing = R"({"version": 1, "files": []})";
  EXPECT_EQ(judge_coverage(nothing, nothing).how, standing::fail);
}

TEST(coverage_check, fails_when_one_run_left_no_data) {
  EXPECT_EQ(judge_coverage(once, {}).how, standing::fail);
  EXPECT_EQ(judge_coverage({}, once).how, standing::fail);
  EXPECT_EQ(judge_coverage({}, {}).how, standing::skipped);
}

}  // namespace
}  // namespace parallel_testing::verify_command
