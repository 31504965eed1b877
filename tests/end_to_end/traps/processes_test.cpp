// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "support/sandbox.hpp"

namespace parallel_testing::support {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::size_t processes_started(const ctest_result& result) {
  std::size_t count = 0;
  for (const tools::event& each : result.events) {
    if (each.body.is<tools::process_start>()) ++count;
  }
  return count;
}

TEST(processes, C13_a_death_test_child_takes_no_worker_and_waits_for_no_lock) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-j2", "-R", "DeathTest"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.passed(), SizeIs(2));
  EXPECT_EQ(processes_started(result), 2U);
}

TEST(processes, death_tests_work_when_started_by_hand) {
  sandbox box(E2E_BUILD);
  const finished_process result =
      box.run({"./processes", "--gtest_filter=*DeathTest*"});
  EXPECT_EQ(result.exit_code, 0) << result.output;
}

TEST(processes, a_test_may_start_its_own_binary_while_it_holds_a_lock) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-j2", "-R", "^Spawn.OwnBinary"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.noted("inner"), ElementsAre("master"));
}

TEST(processes, a_test_may_start_another_test_binary_that_wants_its_lock) {
  sandbox box(E2E_BUILD);
  const ctest_result result =
      box.ctest({"-j4", "-R", "(^Spawn.OtherTestBinary|Early)"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.passed(), SizeIs(4));
}

TEST(processes, a_forked_child_leaves_files_and_locks_of_its_parent_alone) {
  sandbox box(E2E_BUILD);
  EXPECT_EQ(what_went_wrong(box.ctest({"-R", "^Fork.ChildLeaves"})), "");
}

/// The event log sees the next test only, so it is no witness here.
TEST(processes, a_child_that_lives_on_keeps_lock_and_worker_until_it_ends) {
  sandbox box(E2E_BUILD);
  const ctest_result result =
      box.ctest({"-R", "^Fork.ChildLivesOn", "--repeat", "until-fail:2"});
  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_THAT(result.noted("collision"), IsEmpty());
  EXPECT_THAT(result.noted("worker"), ElementsAre("gw0", "gw1"));
}

TEST(processes, a_thread_may_outlive_its_case_and_main) {
  sandbox box(E2E_BUILD);
  const ctest_result result =
      box.ctest({"-R", "^Thread", "--repeat", "until-fail:5"});
  EXPECT_EQ(what_went_wrong(result), "");
}

TEST(processes, a_private_working_directory_shows_what_was_declared) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-j4", "-R", "Private.*Shows"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.noted("cwd"), SizeIs(4));
}

TEST(processes, what_a_case_writes_to_a_visible_file_stays_in_it) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-V", "-R", "Private.*WritesStay"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.noted("wrote"), SizeIs(4));
  EXPECT_THAT(result.output,
              HasSubstr("/data/input.txt', which VISIBLE_FILES lists; the "
                        "original is unchanged"));
}

TEST(processes, calls_with_filters_share_the_cases_between_them) {
  sandbox box(E2E_BUILD);
  const finished_process listed =
      box.run({"ctest", "-N", "-R", "Private|Fork"});
  EXPECT_THAT(listed.output, HasSubstr("Total Tests: 10"));
}

TEST(processes, without_exceptions_and_type_information_work) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-j2", "-R", "PlainFlags"});
  EXPECT_EQ(what_was_shared(result), "");
  EXPECT_THAT(result.passed(), ElementsAre("PlainFlags.Works"));
  EXPECT_THAT(result.failed(), ElementsAre("PlainFlags.Fails"));
}

TEST(processes, libraries_and_emulator_serve_listing_and_cases) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-R", "^Helped"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.noted("emulated"), ElementsAre("with option"));
}

}  // namespace
}  // namespace parallel_testing::support
