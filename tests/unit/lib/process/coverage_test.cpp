// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process/coverage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing {
namespace {

using testing::StartsWith;

TEST(coverage_places, workers_are_apart_and_clang_writes_a_file_per_process) {
  const coverage_place place = coverage_of_worker("/run/coverage", "gw3");
  EXPECT_EQ(place.gcov_prefix, "/run/coverage/gw3");
  EXPECT_EQ(place.llvm_profile, "/run/coverage/gw3/%p-%m.profraw");
}

TEST(coverage_places, tests_are_apart_whatever_they_are_called) {
  const std::string name = "Typed/0.Odd name/../%p";
  const coverage_place place = coverage_of_test("/run/coverage", name);
  EXPECT_THAT(place.gcov_prefix, StartsWith("/run/coverage/tests/"));
  EXPECT_EQ(place.gcov_prefix.find('%'), std::string::npos);
  EXPECT_EQ(place.gcov_prefix.find(".."), std::string::npos);
  EXPECT_EQ(place.llvm_profile, place.gcov_prefix + "/%p-%m.profraw");
  EXPECT_NE(place.gcov_prefix,
            coverage_of_test("/run/coverage", name + "1").gcov_prefix);
}

}  // namespace
}  // namespace parallel_testing
