// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/verify/versions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing::verify_command {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

versions good() {
  return {"3.31.6", "3.31.6", "0.1.0", "0.1.0"};
}

/// The one problem there is, which has this remedy.
std::string problem_of(const versions& found, const std::string& remedy) {
  const check result = judge_versions(found);
  EXPECT_EQ(result.how, standing::fail);
  if (result.problems.size() != 1) {
    ADD_FAILURE() << result.problems.size() << " problems";
    return "";
  }
  EXPECT_THAT(result.problems[0].remedy, HasSubstr(remedy));
  return result.problems[0].text;
}

TEST(versions_check, passes_with_those_that_fit) {
  const check result = judge_versions(good());
  EXPECT_EQ(result.how, standing::pass);
  EXPECT_THAT(result.problems, IsEmpty());
  EXPECT_EQ(result.summary,
            "ctest 3.31.6, configured by CMake 3.31.6, ParallelTesting 0.1.0");
}

TEST(versions_check, names_a_ctest_that_is_too_old) {
  versions found = good();
  found.ctest = "3.24.4";
  EXPECT_EQ(problem_of(found, "install CMake 3.25 or newer"),
            "ctest 3.24.4 is older than 3.25");
}

TEST(versions_check, knows_that_versions_are_no_texts) {
  versions found = good();
  found.ctest = "10.1.0-rc2";
  EXPECT_EQ(judge_versions(found).how, standing::pass);
}

TEST(versions_check, names_the_ctest_that_ignores_locks) {
  versions found = good();
  found.ctest = "3.29.0";
  EXPECT_THAT(problem_of(found, "install CMake 3.29.1 or newer"),
              HasSubstr("3.29.0"));
  found.ctest = "3.29.1";
  EXPECT_EQ(judge_versions(found).how, standing::pass);
}

TEST(versions_check, names_a_build_tree_of_another_version) {
  versions found = good();
  found.module = "0.0.9";
  EXPECT_EQ(problem_of(found, "or run the program that came with"),
            "the build tree was configured with ParallelTesting 0.0.9, and "
            "this program is 0.1.0");
}

TEST(versions_check, names_a_build_tree_without_the_module) {
  versions found = good();
  found.module = "";
  EXPECT_THAT(problem_of(found, "configure again"), HasSubstr("does not use"));
}

TEST(versions_check, names_a_ctest_that_prints_nothing) {
  versions found = good();
  found.ctest = "";
  EXPECT_THAT(problem_of(found, "put a ctest of CMake 3.25 or newer on PATH"),
              HasSubstr("does not print its version"));
}

}  // namespace
}  // namespace parallel_testing::verify_command
