// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/verify/shared_state.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing::verify_command {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// Three tests that write one file.
shared_state writers_of_one_file() {
  shared_state seen;
  seen.of.build = "build";
  for (const char* name : {"Store.Add", "Store.Clear", "Store.Drop"}) {
    tools::watched_test test;
    test.name = test.ctest_name = name;
    seen.of.tests.push_back(test);
  }
  tools::shared_resource file;
  file.name = "/tmp/orders.db";
  file.roles = {
      {{observed::use::write}, false, "writes /tmp/orders.db", {0, 1, 2}}};
  file.conflicts = {{0, 0, tools::relation::collision, tools::strength::strong,
                     "Store.Add and Store.Clear write /tmp/orders.db"}};
  seen.found.shared = {file};
  seen.pairs = {{3, 0}};
  return seen;
}

TEST(shared_state_check, fails_on_strong_conflicts_that_nothing_keeps_apart) {
  const check result = judge_shared_state(writers_of_one_file());
  EXPECT_EQ(result.name, "shared_state");
  EXPECT_EQ(result.how, standing::fail);
  ASSERT_THAT(result.problems, SizeIs(1));
  EXPECT_EQ(result.problems[0].text,
            "3 tests of Store write /tmp/orders.db: nothing keeps 3 pairs of "
            "them apart; Store.Add and Store.Clear write /tmp/orders.db");
  EXPECT_EQ(result.problems[0].remedy,
            "`parallel-testing suggest build --last` prints the remedy");
}

TEST(shared_state_check, passes_where_locks_keep_the_tests_apart) {
  shared_state seen = writers_of_one_file();
  seen.pairs = {{0, 0}};
  const check result = judge_shared_state(seen);
  EXPECT_EQ(result.how, standing::pass);
  EXPECT_EQ(result.summary,
            "3 tests watched; 1 resource shared, of which locks or an order "
            "protect 1");
}

TEST(shared_state_check, passes_with_weak_conflicts_and_reports_them) {
  shared_state seen = writers_of_one_file();
  seen.pairs = {{0, 2}};
  const check result = judge_shared_state(seen);
  EXPECT_EQ(result.how, standing::pass);
  EXPECT_THAT(result.summary, HasSubstr("protect 0, 1 with weak conflicts"));
}

TEST(shared_state_check, reports_what_it_does_not_know) {
  shared_state seen = writers_of_one_file();
  seen.found.uncertain = {1};
  seen.unwatched = 2;
  EXPECT_THAT(judge_shared_state(seen).summary,
              HasSubstr("; nothing is certain about 1 test; 2 tests not "
                        "watched"));
}

TEST(shared_state_check, is_skipped_with_the_reason) {
  shared_state seen;
  seen.unusable = "the tests were never watched";
  const check result = judge_shared_state(seen);
  EXPECT_EQ(result.how, standing::skipped);
  EXPECT_EQ(result.summary, "the tests were never watched");
}

TEST(shared_state_check, gives_the_number_of_problems_that_it_leaves_out) {
  shared_state seen = writers_of_one_file();
  const tools::shared_resource file = seen.found.shared[0];
  seen.found.shared.assign(23, file);
  seen.pairs.assign(23, {3, 0});
  const check result = judge_shared_state(seen);
  ASSERT_THAT(result.problems, SizeIs(21));
  EXPECT_EQ(result.problems.back().text, "and 3 resources more");
}

TEST(refreshed_observation, has_the_locks_that_the_tests_have_now) {
  tools::observation of = writers_of_one_file().of;
  of.tests[0].locks = {"gone"};
  tools::listed_test now;
  now.name = "Store.Add";
  now.properties = {{"RESOURCE_LOCK", {"db"}},    {"DEPENDS", {"Store.Drop"}},
                    {"FIXTURES_SETUP", {"s"}},    {"FIXTURES_CLEANUP", {"c"}},
                    {"FIXTURES_REQUIRED", {"r"}}, {"RUN_SERIAL", {"true"}}};
  refresh(of, {now});
  EXPECT_THAT(of.tests[0].locks, ElementsAre("db"));
  EXPECT_THAT(of.tests[0].depends, ElementsAre("Store.Drop"));
  EXPECT_THAT(of.tests[0].fixtures_setup, ElementsAre("s"));
  EXPECT_THAT(of.tests[0].fixtures_cleanup, ElementsAre("c"));
  EXPECT_THAT(of.tests[0].fixtures_required, ElementsAre("r"));
  EXPECT_TRUE(of.tests[0].runs_serial);
  EXPECT_THAT(of.tests[1].locks, IsEmpty());
}

TEST(unwatched_tests, are_those_that_are_registered_and_not_observed) {
  const tools::observation of = writers_of_one_file().of;
  tools::listed_test known;
  known.name = "Store.Add";
  tools::listed_test added;
  added.name = "Store.New";
  EXPECT_EQ(count_unwatched(of, {known, added}), 1U);
}

}  // namespace
}  // namespace parallel_testing::verify_command
