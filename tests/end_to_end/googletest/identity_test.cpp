// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "history/queries.hpp"
#include "support/sandbox.hpp"

namespace parallel_testing::support {
namespace {

using testing::AnyOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSubsetOf;
using testing::MatchesRegex;
using testing::Not;
using testing::SizeIs;

std::vector<std::string> noted_in(const std::string& path,
                                  const std::string& key) {
  ctest_result result;
  result.notes = read_notes(path);
  return result.noted(key);
}

TEST(identity, C09_a_binary_started_by_hand_is_master) {
  sandbox box(E2E_BUILD);
  const finished_process result =
      box.run({"./suite", "--gtest_filter=All/Identity.IsNoted/0"});
  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_THAT(noted_in(box.path("run.notes"), "worker"), ElementsAre("master"));
  EXPECT_THAT(noted_in(box.path("run.notes"), "parallel"), ElementsAre("no"));
}

TEST(identity, C10_two_jobs_are_gw0_and_gw1) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-j2", "-R", "^All/Identity"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.noted("worker"), SizeIs(12));
  EXPECT_THAT(result.noted("worker"), Each(AnyOf("gw0", "gw1")));
  EXPECT_THAT(result.noted("parallel"), Each("yes"));
}

TEST(identity, C10_one_job_is_always_gw0) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-j1", "-R", "^All/Identity"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.noted("worker"), Each("gw0"));
}

TEST(identity, C11_no_two_running_tests_have_the_same_worker) {
  sandbox box(E2E_BUILD);
  const ctest_result result = box.ctest({"-j8", "-R", "^(All/Identity|Meets)"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_GE(tools::max_concurrent_cases(result.history()), 3U);
}

TEST(identity, C12_workers_of_dead_tests_are_used_again) {
  sandbox box(E2E_BUILD);
  const ctest_result result =
      box.ctest({"-j3", "-R", "^All/(Recycled|Identity)"});
  EXPECT_EQ(what_was_shared(result), "");
  EXPECT_THAT(result.failed(), SizeIs(8));
  EXPECT_THAT(result.noted("worker"), SizeIs(24));
  EXPECT_THAT(result.noted("worker"), Each(AnyOf("gw0", "gw1", "gw2")));
  EXPECT_TRUE(tools::density_of(result.history()).dense());
}

TEST(identity, C13_threads_and_children_have_the_worker_of_their_test) {
  sandbox box(E2E_BUILD);
  EXPECT_EQ(what_went_wrong(box.ctest({"-j2", "-R", "^Family"})), "");
}

TEST(identity, C14_all_tests_of_a_run_have_its_id_and_two_runs_differ) {
  sandbox box(E2E_BUILD);
  std::set<std::string> ids;
  for (int round = 0; round < 2; ++round) {
    command started;
    started.environment = box.environment();
    started.environment["E2E_NOTES"] =
        box.path("notes" + std::to_string(round));
    started.arguments = {"ctest", "-j4", "-R", "^All/Identity"};
    started.directory = E2E_BUILD;
    const finished_process result = support::run(started);
    EXPECT_EQ(result.exit_code, 0) << result.output;
    const auto noted = noted_in(started.environment["E2E_NOTES"], "run");
    ASSERT_THAT(noted, SizeIs(12));
    EXPECT_THAT(noted, Each(noted[0]));
    EXPECT_THAT(noted[0], MatchesRegex("[0-9a-f]{32}"));
    ids.insert(noted[0]);
    box.forget_run(noted[0]);
  }
  EXPECT_THAT(ids, SizeIs(2));
}

TEST(identity, C15_a_given_run_id_is_used_as_it_is) {
  sandbox box(E2E_BUILD);
  box.set("PARALLEL_TESTING_RUN_ID", "Nightly.2024-02_1");
  const ctest_result result = box.ctest({"-R", "^All/Identity.IsNoted/0$"});
  EXPECT_EQ(what_went_wrong(result), "");
  EXPECT_THAT(result.noted("run"), ElementsAre("Nightly.2024-02_1"));
}

TEST(identity, C16_wrong_settings_are_ignored_and_named) {
  sandbox box(E2E_BUILD);
  box.set("PARALLEL_TESTING_TEMP_POLICY", "sometimes");
  box.set("PARALLEL_TESTING_PORT_RANGE", "many");
  box.set("PARALLEL_TESTING_TEMP_RETENTION", "-3");
  const ctest_result result = box.ctest({"-R", "^All/Identity.IsNoted/0$"});
  EXPECT_EQ(what_went_wrong(result), "");
  for (const char* name : {"PARALLEL_TESTING_TEMP_POLICY='sometimes'",
                           "PARALLEL_TESTING_PORT_RANGE='many'",
                           "PARALLEL_TESTING_TEMP_RETENTION='-3'"}) {
    EXPECT_THAT(result.cases.at(0).output, testing::HasSubstr(name));
  }
}

TEST(identity, C17_a_nested_test_binary_is_not_the_outer_worker) {
  sandbox box(E2E_BUILD);
  const ctest_result result =
      box.ctest({"-j2", "-R", "^Nested.TestBinaryIsNotTheOuterWorker"});
  EXPECT_EQ(what_went_wrong(result), "");
  const std::string notes = box.path("run1.notes");
  EXPECT_THAT(noted_in(notes + ".binary", "worker"), ElementsAre("master"));
  EXPECT_EQ(noted_in(notes + ".inherits", "worker"), result.noted("worker"));
  EXPECT_EQ(noted_in(notes + ".inherits", "run"), result.noted("run"));
}

TEST(identity, C17_a_nested_ctest_is_a_run_of_its_own) {
  sandbox box(E2E_BUILD);
  const ctest_result result =
      box.ctest({"-j2", "-R", "^Nested.CTestIsARunOfItsOwn"});
  EXPECT_EQ(what_went_wrong(result), "");
  const std::string notes = box.path("run1.notes.ctest");
  const auto inner_workers = noted_in(notes, "worker");
  const auto inner_runs = noted_in(notes, "run");
  ASSERT_THAT(inner_workers, SizeIs(4));
  EXPECT_THAT(inner_workers, Each("gw1"));
  EXPECT_THAT(result.noted("worker"), ElementsAre("gw0"));
  EXPECT_THAT(inner_runs, Each(inner_runs[0]));
  EXPECT_THAT(inner_runs, Not(Contains(result.noted("run").at(0))));
  box.forget_run(inner_runs[0]);
}

}  // namespace
}  // namespace parallel_testing::support
