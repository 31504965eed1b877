// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Tests that need what an earlier test left.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/tools/sharing/forged_observation.hpp"

namespace parallel_testing::tools {
namespace {

using observed::state;
using observed::use;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

std::vector<std::string> pairs_after_creation(const forged_uses& second) {
  forged_suite suite;
  suite.test("A").file("/tmp/x", writes_new);
  suite.test("B").file("/tmp/x", second);
  return suite.pairs();
}

const auto is_dependence = ElementsAre("A B strong dependence /tmp/x");
const auto is_collision = ElementsAre("A B strong collision /tmp/x");

TEST(conclude_dependence, C93_test_that_starts_by_reading_needs_the_creator) {
  EXPECT_THAT(pairs_after_creation(reads), is_dependence);
  EXPECT_THAT(pairs_after_creation({finds, reads}), is_dependence);
  EXPECT_THAT(pairs_after_creation(reads + forged_uses(writes_again)),
              is_dependence);
  EXPECT_THAT(pairs_after_creation({{use::exec}}), is_dependence);
}

TEST(conclude_dependence,
     C93_test_that_writes_without_creating_needs_the_creator) {
  EXPECT_THAT(pairs_after_creation(changes_in_place), is_dependence);
  EXPECT_THAT(pairs_after_creation(appends), is_dependence);
}

TEST(conclude_dependence, C93_test_that_overwrites_or_probes_first_collides) {
  EXPECT_THAT(pairs_after_creation(writes_again), is_collision);
  EXPECT_THAT(pairs_after_creation(finds), is_collision);
  EXPECT_THAT(pairs_after_creation(removes), is_collision);
  EXPECT_THAT(pairs_after_creation(writes_again + forged_uses(reads)),
              is_collision);
  EXPECT_THAT(pairs_after_creation({reads, {use::create}}), is_collision);
}

TEST(conclude_dependence,
     C93_reader_does_not_need_a_test_that_changed_the_file) {
  forged_suite suite;
  suite.test("A").file("/tmp/x", writes_again);
  suite.test("B").file("/tmp/x", reads);
  EXPECT_THAT(suite.pairs(), is_collision);
}

TEST(conclude_dependence, C93_reader_that_came_before_the_creator_collides) {
  forged_suite suite;
  suite.test("A").file("/tmp/x", finds_nothing);
  suite.test("B").file("/tmp/x", writes_new);
  suite.test("C").file("/tmp/x", reads);
  EXPECT_THAT(suite.pairs(),
              UnorderedElementsAre("A B strong collision /tmp/x",
                                   "B C strong dependence /tmp/x"));
}

TEST(conclude_dependence, C93_file_that_its_creator_removed_is_not_needed) {
  forged_suite suite;
  suite.test("A").file("/tmp/x", writes_new + removes);
  suite.test("B").file("/tmp/x", reads);
  EXPECT_THAT(suite.pairs(), is_collision);
  suite.of.tests[0].record.resources[0].what.at_end = state::file;
  EXPECT_THAT(suite.pairs(), is_dependence);
}

TEST(conclude_dependence,
     C93_reader_needs_the_last_test_that_replaced_the_file) {
  forged_suite suite;
  suite.test("A").file("/tmp/x", writes_new);
  suite.test("B").file("/tmp/x", writes_again);
  suite.test("C").file("/tmp/x", reads);
  EXPECT_THAT(suite.pairs(),
              UnorderedElementsAre("A B strong collision /tmp/x",
                                   "A C strong collision /tmp/x",
                                   "B C strong dependence /tmp/x"));
}

TEST(conclude_dependence, C93_reader_does_not_need_what_another_test_removed) {
  forged_suite suite;
  suite.test("A").file("/tmp/x", writes_new);
  suite.test("B").file("/tmp/x", removes);
  suite.test("C").file("/tmp/x", reads);
  EXPECT_THAT(suite.pairs(),
              UnorderedElementsAre("A B strong collision /tmp/x",
                                   "A C strong collision /tmp/x",
                                   "B C strong collision /tmp/x"));
}

TEST(conclude_dependence, C93_two_readers_of_what_is_needed_do_not_collide) {
  forged_suite suite;
  suite.test("A").file("/tmp/x", writes_new);
  suite.test("B").file("/tmp/x", reads);
  suite.test("C").file("/tmp/x", reads);
  EXPECT_THAT(suite.pairs(),
              UnorderedElementsAre("A B strong dependence /tmp/x",
                                   "A C strong dependence /tmp/x"));
}

TEST(conclude_dependence, C93_declared_order_is_enough) {
  forged_suite suite;
  suite.test("A").file("/tmp/x", writes_new);
  forged_test second = suite.test("B").file("/tmp/x", reads);
  second->depends = {"A"};
  EXPECT_THAT(suite.pairs(), IsEmpty());
}

TEST(conclude_dependence, C93_many_creators_of_one_file_collide) {
  forged_suite suite;
  for (int at = 0; at < 20; ++at) {
    const std::string number = std::to_string(at);
    suite.test("A" + number).file("/tmp/x", writes_new);
    suite.test("B" + number).file("/tmp/x", forged_uses(reads) + removes);
  }
  const std::vector<std::string> pairs = suite.pairs();
  EXPECT_EQ(pairs.size(), 40U * 39U / 2U);
}

TEST(conclude_dependence, C93_test_that_creates_in_a_directory_needs_it) {
  forged_suite suite;
  suite.test("A").directory("/tmp/d", makes_directory);
  suite.test("B").file("/tmp/d/x", writes_new);
  EXPECT_THAT(suite.pairs(), ElementsAre("A B strong dependence /tmp/d"));
  const sharing found = conclude(suite.of);
  EXPECT_EQ(found.shared.at(0).conflicts.at(0).evidence,
            "A creates /tmp/d; B uses /tmp/d/x");
}

TEST(conclude_dependence, C93_test_that_creates_or_finds_the_directory_itself) {
  forged_suite suite;
  suite.test("A").directory("/tmp/d", makes_directory);
  suite.test("B")
      .directory("/tmp/d", makes_directory_again)
      .file("/tmp/d/x", writes_new);
  suite.test("C")
      .directory("/tmp/d", {{use::probe, state::directory}})
      .file("/tmp/d/y", writes_new);
  EXPECT_THAT(suite.pairs(), IsEmpty());
}

TEST(conclude_dependence, C93_directory_that_was_there_is_not_needed) {
  forged_suite suite;
  suite.test("A").directory("/tmp/d", makes_directory_again);
  suite.test("B").file("/tmp/d/x", writes_new);
  EXPECT_THAT(suite.pairs(), IsEmpty());
}

}  // namespace
}  // namespace parallel_testing::tools
