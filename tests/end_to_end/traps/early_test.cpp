// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/sandbox.hpp"

namespace parallel_testing::support {
namespace {

using testing::Each;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

/// The stages of a program that come before a test case, in order.
const char* const stages[] = {"static", "main", "environment", "suite"};

TEST(early, locks_are_held_before_any_code_of_the_user_runs) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-j4", "-R", "Early"});
  EXPECT_EQ(what_went_wrong(result), "");
  for (const std::string stage : stages) {
    const auto held = result.noted(stage + ".PARALLEL_TESTING_HELD_LOCKS");
    EXPECT_THAT(held, SizeIs(3)) << stage;
    EXPECT_THAT(held, Each(HasSubstr("lock:early="))) << stage;
  }
}

TEST(early, C02_locks_of_types_with_names_are_held_as_early) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-R", "NamedTypes"});
  EXPECT_EQ(what_went_wrong(result), "");
  for (const std::string stage : {"static", "main", "body"}) {
    EXPECT_THAT(result.noted(stage + ".PARALLEL_TESTING_HELD_LOCKS"),
                testing::ElementsAre(HasSubstr("lock:early=")))
        << stage;
  }
}

TEST(early, the_worker_is_known_from_static_objects_to_the_exit) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-j4", "-R", "Early"});
  for (const std::string stage : stages) {
    EXPECT_EQ(result.noted(stage + ".PARALLEL_TESTING_WORKER"),
              result.noted("exit.worker"))
        << stage;
  }
}

TEST(early, temporary_files_are_redirected_before_any_code_of_the_user_runs) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-j4", "-R", "Early"});
  const auto own = result.noted("static.PARALLEL_TESTING_TEMP_DIR");
  EXPECT_THAT(own, SizeIs(3));
  EXPECT_THAT(own, Each(HasSubstr(box.path("t"))));
  for (const std::string stage : stages) {
    for (const char* name : {".TMPDIR", ".TMP", ".TEMP", ".TEST_TMPDIR"}) {
      EXPECT_EQ(result.noted(stage + name), own) << stage << name;
    }
  }
}

TEST(early, redirection_can_be_turned_off) {
  sandbox box(E2E_BUILD);
  box.set("PARALLEL_TESTING_TMPDIR", "inherit");
  box.set("TMP", "/the/users/own");
  const ctest_result result = box.ctest({"-R", "Early.*0$"});
  EXPECT_THAT(result.noted("main.TMP"), testing::ElementsAre("/the/users/own"));
}

TEST(early, two_runs_and_a_process_started_by_hand_exclude_each_other) {
  sandbox box(E2E_BUILD);
  running_ctest first = box.start_ctest({"-j4", "-R", "Early"});
  running_ctest second = box.start_ctest({"-j4", "-R", "Early"});
  const finished_process by_hand =
      box.run({"./early", "--gtest_filter=All/Early.HoldsItsLock/1"});
  EXPECT_EQ(by_hand.exit_code, 0) << by_hand.output;
  EXPECT_EQ(what_went_wrong({first.wait(), second.wait()}), "");
  for (const note& each : read_notes(box.path("run.notes"))) {
    EXPECT_NE(each.key, "collision");
  }
}

}  // namespace
}  // namespace parallel_testing::support
