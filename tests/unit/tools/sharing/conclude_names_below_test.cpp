// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Names in one directory that are one resource.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/tools/sharing/forged_observation.hpp"

namespace parallel_testing::tools {
namespace {

using testing::ElementsAre;
using testing::EndsWith;

/// The resources and, after a colon, the names in them.
std::vector<std::string> resources_of(const forged_suite& suite) {
  std::vector<std::string> result;
  for (const shared_resource& each : conclude(suite.of).shared) {
    result.push_back(each.name);
    std::string before = ":";
    for (const std::string& name : each.names_in_it) {
      result.back() += before + name;
      before = " ";
    }
  }
  return result;
}

const forged_uses makes_and_removes{makes_directory, removes_directory};

/// What each test of a database does in its directory.
void use_database(forged_test test) {
  test.directory("/tmp/db", makes_and_removes)
      .file("/tmp/db/CURRENT", writes_new + removes)
      .file("/tmp/db/LOG", writes_new + removes);
}

TEST(conclude_names_below, C93_names_in_a_removed_directory_belong_to_it) {
  forged_suite suite;
  use_database(suite.test("A"));
  use_database(suite.test("B"));
  use_database(suite.test("C"));
  EXPECT_THAT(resources_of(suite),
              ElementsAre("/tmp/db:/tmp/db/CURRENT /tmp/db/LOG"));
  EXPECT_THAT(suite.pairs(), ElementsAre("A B strong collision /tmp/db",
                                         "A C strong collision /tmp/db",
                                         "B C strong collision /tmp/db"));
}

TEST(conclude_names_below, C93_the_evidence_has_some_of_the_names) {
  forged_suite suite;
  for (const char* name : {"A", "B"}) {
    forged_test test = suite.test(name);
    test.directory("/tmp/db", makes_and_removes);
    for (const char* file : {"1", "2", "3", "4", "5"}) {
      test.file(std::string("/tmp/db/") + file, writes_new + removes);
    }
  }
  const sharing found = conclude(suite.of);
  ASSERT_EQ(found.shared.size(), 1U);
  EXPECT_THAT(found.shared[0].conflicts.at(0).evidence,
              EndsWith(" (shared in it: 1, 2, 3 and 2 more)"));
}

TEST(conclude_names_below, C93_fewer_tests_than_those_of_the_directory) {
  forged_suite suite;
  use_database(suite.test("A"));
  use_database(suite.test("B"));
  suite.test("C").directory("/tmp/db", makes_and_removes);
  EXPECT_THAT(resources_of(suite),
              ElementsAre("/tmp/db:/tmp/db/CURRENT /tmp/db/LOG"));
}

TEST(conclude_names_below, C93_names_at_each_depth_belong_to_the_outermost) {
  forged_suite suite;
  for (const char* name : {"A", "B"}) {
    suite.test(name)
        .directory("/tmp/db", makes_and_removes)
        .directory("/tmp/db/lost", makes_and_removes)
        .file("/tmp/db/lost/1.log", writes_new + removes);
  }
  EXPECT_THAT(resources_of(suite),
              ElementsAre("/tmp/db:/tmp/db/lost /tmp/db/lost/1.log"));
}

// B and C share a file that A, which empties the directory, does not mind: it
// is another pair.
TEST(conclude_names_below, C93_a_pair_of_a_name_alone_stays_its_own) {
  forged_suite suite;
  suite.test("A").directory("/tmp/db", makes_and_removes);
  suite.test("B").file("/tmp/db/x", writes_again);
  suite.test("C").file("/tmp/db/x", writes_again);
  suite.test("D").file("/tmp/db/y", reads);
  EXPECT_THAT(resources_of(suite), ElementsAre("/tmp/db", "/tmp/db/x"));
  EXPECT_THAT(suite.pairs(), ElementsAre("A B strong collision /tmp/db",
                                         "A C strong collision /tmp/db",
                                         "A D strong collision /tmp/db",
                                         "B C strong collision /tmp/db/x"));
}

TEST(conclude_names_below, C93_a_dependence_is_no_collision_of_the_directory) {
  forged_suite suite;
  suite.test("A")
      .directory("/tmp/db", makes_directory)
      .file("/tmp/db/x", writes_new);
  suite.test("B").directory("/tmp/db", lists).file("/tmp/db/x", reads);
  EXPECT_THAT(suite.pairs(), ElementsAre("A B strong collision /tmp/db",
                                         "A B strong dependence /tmp/db/x"));
}

TEST(conclude_names_below, C93_a_weak_conflict_hides_no_strong_one) {
  forged_suite suite;
  const forged_use changes_mode{observed::use::change,
                                observed::state::directory};
  suite.test("A")
      .directory("/tmp/d", makes_directory + changes_mode)
      .file("/tmp/d/x", writes_again);
  suite.test("B")
      .directory("/tmp/d", changes_mode)
      .file("/tmp/d/x", writes_again);
  EXPECT_THAT(suite.pairs(), ElementsAre("A B strong collision /tmp/d/x",
                                         "A B weak collision /tmp/d"));
}

TEST(conclude_names_below, C93_names_of_the_same_tests_are_their_directory) {
  forged_suite suite;
  for (const char* name : {"A", "B"}) {
    suite.test(name)
        .directory("/tmp/d", std::string(name) == "A" ? makes_directory
                                                      : makes_directory_again)
        .file("/tmp/d/x", writes_new + removes)
        .file("/tmp/d/y", writes_new + removes)
        .file("/tmp/d/z", writes_new + removes);
  }
  suite.test("C").file("/tmp/d/x", writes_new + removes);
  suite.test("D").file("/tmp/d/own", writes_new + removes);
  EXPECT_THAT(resources_of(suite),
              ElementsAre("/tmp/d:/tmp/d/x /tmp/d/y /tmp/d/z"));
  EXPECT_THAT(suite.pairs(), ElementsAre("A B strong collision /tmp/d",
                                         "A C strong collision /tmp/d",
                                         "B C strong collision /tmp/d"));
}

TEST(conclude_names_below,
     C93_names_of_other_tests_are_resources_of_their_own) {
  forged_suite suite;
  suite.test("A")
      .directory("/tmp/d", makes_directory)
      .file("/tmp/d/x", writes_new + removes);
  suite.test("B").file("/tmp/d/x", writes_new + removes);
  suite.test("C").file("/tmp/d/y", writes_new + removes);
  suite.test("D").file("/tmp/d/y", writes_new + removes);
  EXPECT_THAT(suite.pairs(), ElementsAre("A B strong collision /tmp/d/x",
                                         "C D strong collision /tmp/d/y"));
}

TEST(conclude_names_below, C93_names_in_a_directory_that_nobody_makes_stay) {
  forged_suite suite;
  for (const char* name : {"A", "B"}) {
    suite.test(name)
        .file("/tmp/x", writes_new + removes)
        .file("/tmp/y", writes_new + removes);
  }
  EXPECT_THAT(resources_of(suite), ElementsAre("/tmp/x", "/tmp/y"));
}

}  // namespace
}  // namespace parallel_testing::tools
