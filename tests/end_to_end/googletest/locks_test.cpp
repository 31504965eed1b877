// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Two witnesses for each lock: the event log, and sections that the fixture
// tests enter, which know nothing of ParallelTesting.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>

#include "history/queries.hpp"
#include "support/build_tree.hpp"
#include "support/files.hpp"
#include "support/overlaps.hpp"
#include "support/sandbox.hpp"

namespace parallel_testing::support {
namespace {

using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

bool some_overlapped(const tools::timeline& history, const std::string& one,
                     const std::string& other) {
  for (const tools::test_case& first : history.cases) {
    for (const tools::test_case& second : history.cases) {
      if (first.test.find(one) != std::string::npos &&
          second.test.find(other) != std::string::npos &&
          support::overlapped(history, first.test, second.test) &&
          first.test != second.test) {
        return true;
      }
    }
  }
  return false;
}

const char* const all_of_locks =
    "^((Marked|Unmarked)/|Both|Declared|GammaTyped|Grouped|elsewhere/Grouped|"
    "All/SetUpLocks|FixedPort|Database\\.)";

TEST(locks, C19_a_no_parallel_test_is_alone) {
  sandbox box(E2E_BUILD);
  const ctest_result result =
      box.ctest({"-j8", "-R", "(Quiet|Free)", "--schedule-random"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_FALSE(some_overlapped(result.history(), "Quiet", ""));
}

TEST(locks, C19_the_kernel_keeps_it_alone_where_ctest_cannot) {
  sandbox box(E2E_BUILD);
  box.set("PARALLEL_TESTING_RUN_ID", "two_at_once");
  running_ctest first = box.start_ctest({"-j4", "-R", "(Quiet|Free)"});
  running_ctest second = box.start_ctest({"-j4", "-R", "(Quiet|Free)"});
  const ctest_result one = first.wait();
  const ctest_result two = second.wait();
  EXPECT_EQ(what_went_wrong(two), "");
  EXPECT_EQ(one.exit_code, 0) << one.output;
  EXPECT_THAT(one.noted("collision"), IsEmpty());
  EXPECT_FALSE(some_overlapped(two.history(), "Quiet", ""));
}

TEST(locks, C20_tests_with_the_same_lock_take_turns) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-j2", "-R", "(Alpha|Beta)\\."});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_FALSE(some_overlapped(result.history(), "Alpha", "Alpha"));
  EXPECT_FALSE(some_overlapped(result.history(), "Beta", "Beta"));
}

TEST(locks, C20_C24_different_locks_and_unmarked_tests_run_side_by_side) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-j3", "-R", "^Meets"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.passed(), SizeIs(3));
  EXPECT_EQ(tools::max_concurrent_cases(result.history()), 3U);
}

TEST(locks, C21_a_test_with_two_locks_excludes_the_holders_of_both) {
  sandbox box(E2E_BUILD);
  const ctest_result result =
      box.ctest({"-j8", "-R", "(Alpha\\.|Beta\\.|^Both|^Declared)"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_FALSE(some_overlapped(result.history(), "Both", ""));
}

TEST(locks, C22_order_and_repetition_of_locks_are_irrelevant) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-j8", "-R", "^Both"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.passed(), SizeIs(3));
  EXPECT_EQ(tools::max_concurrent_cases(result.history()), 1U);
}

TEST(locks, C23_a_group_holds_across_files_and_targets) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-j8", "-R", "Grouped"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.passed(), SizeIs(3));
  EXPECT_EQ(tools::max_concurrent_cases(result.history()), 1U);
}

TEST(locks, C26_a_suite_mark_covers_typed_and_parametrised_cases) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-j8", "-R", "Gamma"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.passed(), SizeIs(5));
  EXPECT_EQ(tools::max_concurrent_cases(result.history()), 1U);
}

TEST(locks, C26_fixed_ports_and_databases_exclude_too) {
  sandbox box(E2E_BUILD);
  const ctest_result result =
      box.ctest({"-j8", "-R", "^(FixedPort|Database)\\."});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.passed(), SizeIs(4));
  EXPECT_FALSE(some_overlapped(result.history(), "FixedPort", "FixedPort"));
  EXPECT_FALSE(some_overlapped(result.history(), "Database", "Database"));
}

class jobs : public testing::TestWithParam<int> {
 protected:
  const std::string level_ = "-j" + std::to_string(GetParam());
};

TEST_P(jobs, C28_tests_that_lock_in_their_set_up_finish) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({level_, "-R", "(SetUpLocks|^Both)"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.passed(), SizeIs(9));
}

TEST_P(jobs, C28_suites_in_one_process_finish_beside_others) {
  sandbox box(E2E_BUILD);
  running_ctest others = box.start_ctest({level_, "-R", all_of_locks});
  const finished_process all = box.run(
      {"./suite",
       "--gtest_filter=*Alpha*:*Beta*:Both*:*Gamma*:*SetUpLocks*:Quiet*"});
  EXPECT_EQ(all.exit_code, 0) << all.output;
  EXPECT_EQ(what_went_wrong(others.wait()), "");
  for (const note& each : read_notes(box.path("run.notes"))) {
    EXPECT_NE(each.key, "collision") << each.value;
  }
}

INSTANTIATE_TEST_SUITE_P(at, jobs, testing::Values(1, 2, 8));

TEST(locks, C29_every_level_order_and_repetition_gives_the_same_results) {
  sandbox box(E2E_BUILD);
  const ctest_result serial = box.ctest({"-j1", "-R", all_of_locks});
  const ctest_result wide = box.ctest({"-j16", "-R", all_of_locks});
  const ctest_result random =
      box.ctest({"-j8", "--schedule-random", "-R", all_of_locks});
  const ctest_result repeated =
      box.ctest({"-j16", "--repeat", "until-fail:3", "-R", all_of_locks});
  for (const ctest_result* each : {&serial, &wide, &random, &repeated}) {
    EXPECT_EQ(what_went_wrong(*each), "");
    EXPECT_EQ(each->passed(), serial.passed());
  }
  EXPECT_EQ(repeated.history().cases.size(), 3 * serial.passed().size());
}

/// A build tree in `bare` with the tests of `box` that match, and nothing that
/// tells ctest what they exclude.
void copy_without_properties(const sandbox& box, const sandbox& bare,
                             const std::string& pattern) {
  std::string script;
  for (const registered_test& each : registered_tests(
           box.build_directory(), box.environment(), {"-R", pattern})) {
    script += "add_test([=[" + each.name + "]=]";
    for (const std::string& word : each.command)
      script += " [=[" + word + "]=]";
    script += ")\nset_tests_properties([=[" + each.name +
              "]=] PROPERTIES WORKING_DIRECTORY [=[" +
              each.properties.at("WORKING_DIRECTORY") + "]=])\n";
  }
  std::filesystem::create_directory(bare.build_directory());
  write_file(bare.build_directory() + "/CTestTestfile.cmake", script);
}

/// As in CTest 3.29.0, which does not read RESOURCE_LOCK, and worse.
TEST(locks, C19_C20_hold_where_ctest_is_told_of_none) {
  sandbox box(E2E_BUILD);
  sandbox bare(box.path("bare"));
  copy_without_properties(box, bare, std::string(all_of_locks) + "|Quiet");
  for (const registered_test& each :
       registered_tests(bare.build_directory(), bare.environment())) {
    EXPECT_THAT(each.properties, SizeIs(1)) << each.name;
  }
  bare.set("PARALLEL_TESTING_RUN_ID", "bare");
  bare.set("PARALLEL_TESTING_RUN_DIR", bare.runs_directory() + "/bare");
  const ctest_result result = bare.ctest({"-j8"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_FALSE(some_overlapped(result.history(), "Quiet", ""));
  EXPECT_EQ(
      result.passed(),
      box.ctest({"-j8", "-R", std::string(all_of_locks) + "|Quiet"}).passed());
}

}  // namespace
}  // namespace parallel_testing::support
