// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "support/files.hpp"
#include "support/sandbox.hpp"

namespace parallel_testing::support {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

namespace fs = std::filesystem;

std::string parent_of(const std::string& path) {
  return fs::path(path).parent_path();
}

TEST(temp, C40_directories_lie_below_one_directory_of_the_run) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-j4", "-R", "^Temp(Kept.Fail|\\.)"});
  EXPECT_EQ(what_was_shared(result), "");
  std::set<std::string> parents;
  for (const tools::event& each : result.events) {
    if (const auto* made = each.body.get_if<tools::directory_create>()) {
      parents.insert(parent_of(made->path));
      EXPECT_THAT(fs::path(made->path).filename().string(),
                  StartsWith(each.worker + "-"));
    }
  }
  ASSERT_THAT(parents, SizeIs(1));
  EXPECT_THAT(*parents.begin(),
              StartsWith(fs::canonical(box.path("t")).string()));
}

TEST(temp, C41_directories_are_fresh_private_and_safely_named) {
  sandbox box(E2E_BUILD);
  const ctest_result result =
      box.ctest({"-j4", "-R", "^(Temp\\.|All/TempOdd|TempMany|TempBase)"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.noted("odd"), SizeIs(7));
}

TEST(temp, C42_equal_names_at_the_same_time_are_different_directories) {
  sandbox box(E2E_BUILD);
  const ctest_result result =
      box.ctest({"-j8", "-R", "^TempMany", "--repeat", "until-fail:20"});
  EXPECT_EQ(what_went_wrong(result), "");
}

TEST(temp, C44_the_last_three_runs_are_kept) {
  sandbox box(E2E_BUILD);
  std::vector<std::string> kept;
  for (int round = 0; round < 5; ++round) {
    const ctest_result result = box.ctest({"-R", "^TempKept.Failed$"});
    kept.push_back(result.noted("dir_Failed").at(0));
  }
  EXPECT_FALSE(fs::exists(kept[0]));
  EXPECT_FALSE(fs::exists(kept[1]));
  EXPECT_TRUE(fs::exists(kept[2]));
  EXPECT_TRUE(fs::exists(kept[4]));
}

TEST(temp, C44_a_retention_of_0_keeps_nothing) {
  sandbox box(E2E_BUILD);
  box.set("PARALLEL_TESTING_TEMP_RETENTION", "0");
  const ctest_result result = box.ctest({"-R", "^TempKept.Failed$"});
  EXPECT_FALSE(fs::exists(result.noted("dir_Failed").at(0)));
}

TEST(temp, C45_failed_tests_keep_their_directories_and_passed_ones_do_not) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-j2", "-R", "^Temp(Kept|SetUp)\\."});
  EXPECT_EQ(what_was_shared(result), "");
  EXPECT_THAT(result.passed(), testing::ElementsAre("TempKept.Passed"));
  EXPECT_FALSE(fs::exists(result.noted("dir_Passed").at(0)));
  for (const char* outcome :
       {"Failed", "FailedLater", "Crashed", "TimedOut", "FailedInSetUp"}) {
    const std::string directory =
        result.noted(std::string("dir_") + outcome).at(0);
    EXPECT_TRUE(fs::exists(directory + "/inner")) << outcome;
  }
}

TEST(temp, C45_the_place_of_a_failed_test_is_in_its_output) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-j2", "-R", "^TempKept\\."});
  for (const char* outcome : {"Failed", "FailedLater"}) {
    EXPECT_THAT(result.at(std::string("TempKept.") + outcome).output,
                HasSubstr(result.noted(std::string("dir_") + outcome).at(0)));
  }
  for (const char* outcome : {"Crashed", "TimedOut"}) {
    const std::string directory =
        result.noted(std::string("dir_") + outcome).at(0);
    EXPECT_THAT(result.at(std::string("TempKept.") + outcome).output,
                HasSubstr(parent_of(directory)));
  }
}

TEST(temp, C45_the_policy_can_be_all_or_none) {
  sandbox box(E2E_BUILD);
  box.set("PARALLEL_TESTING_TEMP_POLICY", "all");
  const ctest_result all = box.ctest({"-R", "^TempKept.(Passed|Failed)$"});
  EXPECT_TRUE(fs::exists(all.noted("dir_Passed").at(0)));
  EXPECT_TRUE(fs::exists(all.noted("dir_Failed").at(0)));
  box.set("PARALLEL_TESTING_TEMP_POLICY", "none");
  const ctest_result none = box.ctest({"-R", "^TempKept.(Passed|Failed)$"});
  EXPECT_FALSE(fs::exists(none.noted("dir_Passed").at(0)));
  EXPECT_FALSE(fs::exists(none.noted("dir_Failed").at(0)));
}

TEST(temp, C46_a_run_that_is_alive_is_never_collected) {
  sandbox box(E2E_BUILD);
  running_ctest old = box.start_ctest({"-R", "^TempLong"});
  while (read_lines(box.path("run1.notes")).empty()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  box.set("PARALLEL_TESTING_TEMP_RETENTION", "0");
  std::vector<ctest_result> runs;
  for (int round = 0; round < 4; ++round) {
    runs.push_back(box.ctest({"-R", "^TempKept.Passed$"}));
  }
  write_file(box.path("sections/go"), "");
  runs.push_back(old.wait());
  EXPECT_EQ(what_went_wrong(runs), "");
}

TEST(temp, C49_two_runs_in_one_build_tree_share_nothing) {
  sandbox box(E2E_BUILD);
  const std::vector<std::string> arguments = {
      "-j8", "-R", "^(Temp\\.|TempMany|TempBase|All/Identity)"};
  running_ctest first = box.start_ctest(arguments);
  running_ctest second = box.start_ctest(arguments);
  const ctest_result one = first.wait();
  const ctest_result two = second.wait();
  EXPECT_EQ(what_went_wrong({one, two}), "");
}

}  // namespace
}  // namespace parallel_testing::support
