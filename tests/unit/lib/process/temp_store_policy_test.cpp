// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What becomes of temporary directories when a test ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>

#include "support/child_process.hpp"
#include "support/scratch.hpp"

namespace parallel_testing::unit {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

struct temp_policy : testing::Test {
  scratch place;
  std::string own;  ///< what TMPDIR points to
  std::string dir;  ///< a temp_dir of the case

  child_process start(const std::string& policy) {
    environment variables = place.under_ctest();
    if (!policy.empty()) variables["PARALLEL_TESTING_TEMP_POLICY"] = policy;
    child_process test({RUNTIME_PROBE, "adapter", "--gtest_filter=A.B"},
                       variables);
    own = test.ask("environment TMPDIR");
    test.ask("begin_case A.B");
    dir = test.ask("directory 1");
    write_to(dir + "/file", "text");
    return test;
  }

  child_process end(const std::string& policy, const std::string& outcome) {
    child_process test = start(policy);
    test.ask("drop");
    EXPECT_TRUE(fs::exists(dir)) << "the outcome is not known yet";
    test.ask("end_case " + outcome);
    EXPECT_EQ(test.finish(), outcome == "failed" ? 1 : 0);
    return test;
  }
};

TEST_F(temp_policy, C45_passed_and_skipped_tests_leave_nothing) {
  for (const char* outcome : {"passed", "skipped"}) {
    end("", outcome);
    EXPECT_FALSE(fs::exists(dir));
    EXPECT_FALSE(fs::exists(own));
  }
}

TEST_F(temp_policy, C45_directories_of_a_failed_test_are_kept_and_named) {
  const child_process test = end("failed", "failed");
  EXPECT_EQ(content_of(dir + "/file"), "text");
  EXPECT_TRUE(fs::exists(own));
  EXPECT_THAT(test.errors(), HasSubstr("kept " + dir));
}

TEST_F(temp_policy, C45_a_failure_seen_before_the_end_counts) {
  child_process test = start("failed");
  test.ask("fail");
  test.ask("drop");
  test.ask("end_case passed");
  EXPECT_EQ(test.finish(), 1);
  EXPECT_TRUE(fs::exists(dir));
}

TEST_F(temp_policy, C45_directories_of_killed_and_crashed_tests_are_kept) {
  child_process killed = start("failed");
  killed.kill();
  EXPECT_TRUE(fs::exists(dir));
  EXPECT_TRUE(fs::exists(own));
  child_process crashed = start("failed");
  crashed.send("abort");
  EXPECT_EQ(crashed.wait(), -SIGABRT);
  EXPECT_TRUE(fs::exists(dir));
}

TEST_F(temp_policy, C45_exit_in_the_middle_of_a_test_is_a_failure) {
  child_process test = start("failed");
  test.send("exit 0");
  EXPECT_EQ(test.wait(), -SIGABRT);
  EXPECT_TRUE(fs::exists(own));
  EXPECT_THAT(test.errors(), HasSubstr("in the middle of the test 'A.B'"));
}

TEST_F(temp_policy, exit_codes_of_the_program_survive) {
  child_process test = start("failed");
  test.send("exit 7");
  EXPECT_EQ(test.wait(), end_by_exit(7));
}

TEST_F(temp_policy, C45_all_keeps_those_of_passed_tests) {
  end("all", "passed");
  EXPECT_TRUE(fs::exists(dir));
  EXPECT_TRUE(fs::exists(own));
}

TEST_F(temp_policy, C45_none_keeps_not_even_those_of_failed_tests) {
  end("none", "failed");
  EXPECT_FALSE(fs::exists(dir));
  EXPECT_FALSE(fs::exists(own));
}

TEST_F(temp_policy, C37_where_a_test_works_is_said_before_it_can_be_stopped) {
  child_process test = start("failed");
  EXPECT_THAT(test.errors(),
              HasSubstr("parallel-testing: gw0 uses the directory " + own));
  test.kill();
}

TEST_F(temp_policy, C47_read_only_directories_inside_are_removed) {
  child_process test = start("failed");
  fs::create_directories(dir + "/a/b");
  write_to(dir + "/a/b/file", "");
  fs::permissions(dir + "/a/b", fs::perms::owner_read);
  fs::permissions(dir + "/a", fs::perms::owner_read);
  test.ask("drop");
  test.ask("end_case passed");
  EXPECT_EQ(test.finish(), 0);
  EXPECT_FALSE(fs::exists(dir));
  EXPECT_THAT(test.errors(), Not(HasSubstr("cannot remove")));
}

TEST_F(temp_policy,
       a_directory_dropped_in_a_passed_case_is_gone_before_the_next) {
  child_process test = start("failed");
  test.ask("drop");
  test.ask("end_case passed");
  EXPECT_FALSE(fs::exists(dir));
  test.ask("begin_case A.C");
  test.ask("end_case failed");
  EXPECT_EQ(test.finish(), 1);
  EXPECT_TRUE(fs::exists(own)) << "belongs to the program, which failed";
}

}  // namespace
}  // namespace parallel_testing::unit
