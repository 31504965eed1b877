// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process/coverage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing {
namespace {

using testing::StartsWith;

TEST(coverage_outputs, workers_are_apart_and_clang_writes_a_file_per_process) {
  const coverage_output output = coverage_of_worker("/run/coverage", "gw3");
  EXPECT_EQ(output.gcov_prefix, "/run/coverage/gw3");
  EXPECT_EQ(output.llvm_profile, "/run/coverage/gw3/%p-%m.profraw");
}

TEST(coverage_outputs, tests_are_apart_whatever_they_are_called) {
  const std::string name = "Typed/0.Odd name/../%p";
  const coverage_output output = coverage_of_test("/run/coverage", name);
  EXPECT_THAT(output.gcov_prefix, StartsWith("/run/coverage/tests/"));
  EXPECT_EQ(output.gcov_prefix.find('%'), std::string::npos);
  EXPECT_EQ(output.gcov_prefix.find(".."), std::string::npos);
  EXPECT_EQ(output.llvm_profile, output.gcov_prefix + "/%p-%m.profraw");
  EXPECT_NE(output.gcov_prefix,
            coverage_of_test("/run/coverage", name + "1").gcov_prefix);
}

}  // namespace
}  // namespace parallel_testing
