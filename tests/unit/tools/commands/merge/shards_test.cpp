// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/merge/shards.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace parallel_testing::merge_command {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Shard `index` of two: tests 1 and 3, or 2 and 3, where both run 3.
found_shard shard_of_two(std::int64_t index) {
  found_shard result;
  result.path = "s" + std::to_string(index) + "/events.ndjson";
  result.part = {index, 2, "time", "p1", 3, {index, 3}, {3}, {}};
  result.ended = {index, 3};
  result.begun = {{index, "own"}, {3, "fixture"}};
  return result;
}

std::vector<found_shard> both() {
  return {shard_of_two(1), shard_of_two(2)};
}

std::vector<std::string> all_of(const std::vector<found_shard>& shards) {
  shard_problems problems = find_shard_problems(shards);
  problems.conflicts.insert(problems.conflicts.end(), problems.missing.begin(),
                            problems.missing.end());
  return problems.conflicts;
}

TEST(merged_shards, C85_a_complete_set_has_no_problems) {
  EXPECT_THAT(all_of(both()), IsEmpty());
  EXPECT_THAT(all_of({}), IsEmpty());
}

TEST(merged_shards, C85_different_plans_are_named_with_their_files) {
  auto shards = both();
  shards[1].part.plan = "p2";
  EXPECT_THAT(find_shard_problems(shards).conflicts,
              ElementsAre(AllOf(HasSubstr("'s1/events.ndjson' is shard 1/2 of "
                                          "plan p1"),
                                HasSubstr("shard 2/2 of plan p2"),
                                HasSubstr("run all of them again"))));
}

TEST(merged_shards, C85_different_counts_are_different_plans) {
  auto shards = both();
  shards[1].part.count = 3;
  EXPECT_THAT(find_shard_problems(shards).conflicts,
              ElementsAre(HasSubstr("2/3")));
}

TEST(merged_shards, C85_a_missing_shard_is_named) {
  EXPECT_THAT(find_shard_problems({shard_of_two(1)}).missing,
              ElementsAre(HasSubstr("the event log of shard 2/2 is missing")));
}

TEST(merged_shards, C85_a_shard_without_tests_may_be_missing) {
  auto shards = both();
  for (found_shard& each : shards) {
    each.part.count = 3;
    each.part.empty = {3};
  }
  EXPECT_THAT(all_of(shards), IsEmpty());
}

TEST(merged_shards, C85_a_shard_that_is_there_twice_is_named) {
  auto shards = both();
  shards.push_back(shard_of_two(2));
  shards[2].path = "again/events.ndjson";
  EXPECT_THAT(find_shard_problems(shards).conflicts,
              ElementsAre(AllOf(HasSubstr("shard 2/2 occurs twice"),
                                HasSubstr("again/events.ndjson"))));
}

TEST(merged_shards, C85_a_test_that_did_not_end_is_named) {
  auto shards = both();
  shards[1].ended.erase(2);
  EXPECT_THAT(find_shard_problems(shards).missing,
              ElementsAre(HasSubstr("shard 2/2 did not finish "
                                    "test #2 'own'")));
}

TEST(merged_shards, C85_a_test_in_two_shards_is_named) {
  auto shards = both();
  shards[0].ended.insert(2);
  shards[0].part.tests.push_back(2);
  EXPECT_THAT(find_shard_problems(shards).conflicts,
              ElementsAre(HasSubstr("test #2 'own' in shard 1/2 and shard "
                                    "2/2")));
}

TEST(merged_shards, C85_a_shard_that_ran_other_tests_is_named) {
  auto shards = both();
  shards[0].begun[7] = "other";
  shards[0].ended.insert(7);
  EXPECT_THAT(find_shard_problems(shards).conflicts,
              ElementsAre(HasSubstr("'s1/events.ndjson': shard 1/2 ran tests "
                                    "that are not in its plan: test #7 "
                                    "'other'")));
}

TEST(merged_shards, C85_the_log_of_a_whole_run_is_not_a_shard) {
  EXPECT_THAT(find_shard_problems(both(), {"w/events.ndjson"}).conflicts,
              ElementsAre(HasSubstr("'w/events.ndjson' is the log of a whole "
                                    "run, but 's1/events.ndjson' is shard "
                                    "1/2")));
  EXPECT_THAT(find_shard_problems({}, {"w/events.ndjson"}).conflicts,
              IsEmpty());
}

TEST(merged_shards, C85_a_test_in_none_is_noticed) {
  auto shards = both();
  shards[0].part.all_tests = 4;
  EXPECT_THAT(find_shard_problems(shards).missing,
              ElementsAre(HasSubstr("ran 3 tests, but their plan has 4")));
}

TEST(merged_shards, C85_reports_are_checked_as_logs_are) {
  auto shards = both();
  found_shard report = shard_of_two(1);
  report.path = "r.xml";
  report.from = shard_source::report;
  report.ended.clear();
  shards.push_back(report);
  EXPECT_THAT(find_shard_problems(shards).missing,
              ElementsAre(HasSubstr("the JUnit file of shard 2/2 is missing")));
  shards[2].part.plan = "p2";
  EXPECT_THAT(find_shard_problems(shards).conflicts,
              ElementsAre(HasSubstr("plan p2")));
}

TEST(merged_shards, C85_different_builds_are_named_with_their_files) {
  auto shards = both();
  shards[0].part.build = "b1";
  shards[1].part.build = "b2";
  shards[1].part.plan = "p2";
  EXPECT_THAT(
      all_of(shards),
      ElementsAre(AllOf(
          HasSubstr("'s1/events.ndjson' is shard 1/2 of the build b1"),
          HasSubstr("shard 2/2 of the build b2"), HasSubstr("build once"))));
}

TEST(merged_shards, C85_different_times_are_named_with_their_files) {
  auto shards = both();
  shards[0].part.times = "t1";
  shards[1].part.times = "t2";
  EXPECT_THAT(
      find_shard_problems(shards).conflicts,
      ElementsAre(AllOf(HasSubstr("shard 1/2 of the times t1"),
                        HasSubstr("shard 2/2 of the times t2"),
                        HasSubstr("give all of them the same --times FILE"))));
}

TEST(merged_shards, C85_what_an_older_version_did_not_write_is_not_compared) {
  auto shards = both();
  shards[1].part.build = "b2";
  shards[1].part.times = "t2";
  EXPECT_THAT(all_of(shards), IsEmpty());
}

TEST(merged_shards, C85_the_tests_of_a_missing_shard_are_named) {
  auto shards = both();
  shards[0].all = {{1, "own"}, {2, "other"}, {3, "fixture"}};
  shards.pop_back();
  EXPECT_THAT(find_shard_problems(shards).missing,
              ElementsAre(HasSubstr("shard 2/2 is missing"),
                          HasSubstr("1 test ran in no shard: test #2 "
                                    "'other'")));
}

TEST(merged_shards, C85_a_test_that_no_plan_has_is_named) {
  auto shards = both();
  for (found_shard& each : shards) {
    each.all = {{1, "own"}, {2, "own"}, {3, "fixture"}, {9, "lost"}};
    each.part.all_tests = 4;
  }
  EXPECT_THAT(all_of(shards),
              ElementsAre(HasSubstr("ran in no shard: test #9 'lost'")));
}

TEST(merged_shards, C85_a_test_that_never_began_has_a_name) {
  auto shards = both();
  shards[1].all = {{1, "own"}, {2, "second"}, {3, "fixture"}};
  shards[1].ended.erase(2);
  shards[1].begun.erase(2);
  EXPECT_THAT(all_of(shards),
              ElementsAre(HasSubstr("shard 2/2 did not finish test #2 "
                                    "'second'")));
}

}  // namespace
}  // namespace parallel_testing::merge_command
