// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "state/run_registry.hpp"

namespace parallel_testing {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

run_record some_run() {
  run_record record;
  record.id = "Nightly.7";
  record.owner = "12.34";
  record.directory = "/my build/Testing/ParallelTesting/runs/Nightly.7";
  record.temporary = "/tmp/pt-0/0123abcd";
  record.created_ns = 1700000000123456789;
  record.by_hand = true;
  return record;
}

TEST(run_record, survives_writing_and_reading) {
  const run_record written = some_run();
  const run_record read = parse_run_record(to_text(written));
  EXPECT_EQ(read.id, written.id);
  EXPECT_EQ(read.owner, written.owner);
  EXPECT_EQ(read.directory, written.directory);
  EXPECT_EQ(read.temporary, written.temporary);
  EXPECT_EQ(read.created_ns, written.created_ns);
  EXPECT_EQ(read.by_hand, written.by_hand);
}

TEST(run_record, C74_that_was_cut_anywhere_is_none) {
  // Half a path names another directory, and what records name is removed.
  const std::string whole = to_text(some_run());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    ASSERT_EQ(parse_run_record(whole.substr(0, size)).id, "")
        << "cut after " << whole.substr(0, size);
  }
}

TEST(run_record, C74_of_garbage_is_none) {
  for (const std::string& text :
       {std::string(), std::string("\0\0\0\0", 4), std::string("garbage"),
        std::string("parallel_testing_run 2\nid x\n"), std::string("\n\n"),
        std::string("id x\n") + to_text(some_run())}) {
    EXPECT_EQ(parse_run_record(text).id, "");
  }
}

TEST(run_file_name, is_a_different_file_for_each_run) {
  const std::string long_id(60, 'x');
  EXPECT_NE(run_file_name(long_id + "1"), run_file_name(long_id + "2"));
  EXPECT_NE(run_file_name("A"), run_file_name("a"));
  EXPECT_EQ(run_file_name("a"), run_file_name("a"));
  EXPECT_NE(run_file_name("..").front(), '.');
}

run_record of_tree(const std::string& id, const std::string& tree, int age) {
  run_record record;
  record.id = id;
  record.directory = tree + "/runs/" + id;
  record.created_ns = 1000 - age;
  return record;
}

run_record by_hand(const std::string& id, int age) {
  run_record record = of_tree(id, "/tmp/" + id, age);
  record.by_hand = true;
  return record;
}

std::vector<std::string> beyond(std::vector<run_record> records, int keep) {
  std::vector<std::string> ids;
  for (const run_record& each : beyond_retention(std::move(records), keep)) {
    ids.push_back(each.id);
  }
  return ids;
}

TEST(beyond_retention, C44_of_five_runs_only_the_last_three_remain) {
  EXPECT_THAT(beyond({of_tree("c", "/b", 3), of_tree("a", "/b", 1),
                      of_tree("e", "/b", 5), of_tree("b", "/b", 2),
                      of_tree("d", "/b", 4)},
                     3),
              UnorderedElementsAre("d", "e"));
}

TEST(beyond_retention, C44_count_0_keeps_none) {
  EXPECT_THAT(beyond({of_tree("a", "/b", 1), by_hand("h", 1)}, 0),
              UnorderedElementsAre("a", "h"));
}

TEST(beyond_retention, counts_each_build_tree_for_itself) {
  EXPECT_THAT(beyond({of_tree("a", "/one", 1), of_tree("b", "/two", 2),
                      of_tree("c", "/one", 3)},
                     1),
              ElementsAre("c"));
}

TEST(beyond_retention, counts_runs_by_hand_together) {
  EXPECT_THAT(
      beyond({by_hand("a", 1), by_hand("b", 2), of_tree("t", "/b", 9)}, 1),
      ElementsAre("b"));
}

TEST(beyond_retention, of_few_runs_is_nothing) {
  EXPECT_THAT(beyond({}, 3), IsEmpty());
  EXPECT_THAT(beyond({of_tree("a", "/b", 1)}, 3), IsEmpty());
}

std::vector<std::string> numbered(int count) {
  std::vector<std::string> names;
  for (int at = 0; at < count; ++at) {
    names.push_back("run" + std::to_string(at));
  }
  return names;
}

TEST(records_to_read, are_all_of_a_few) {
  EXPECT_EQ(records_to_read(numbered(32), {"run1"}, "own"), numbered(32));
}

TEST(records_to_read, are_a_constant_number_of_many) {
  for (const int count : {33, 800, 50'000}) {
    const auto chosen = records_to_read(numbered(count), {"run1"}, "own");
    EXPECT_GE(chosen.size(), 32U) << count;
    EXPECT_LE(chosen.size(), 33U) << count;
    EXPECT_NE(std::find(chosen.begin(), chosen.end(), "run1"), chosen.end());
  }
}

TEST(records_to_read, are_sooner_or_later_every_one) {
  std::set<std::string> seen;
  for (int run = 0; run < 200; ++run) {
    for (const std::string& each :
         records_to_read(numbered(100), {}, "own" + std::to_string(run))) {
      seen.insert(each);
    }
  }
  EXPECT_EQ(seen.size(), 100U);
}

}  // namespace
}  // namespace parallel_testing
