// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Directories that two tests use, and the names in them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/tools/sharing/forged_observation.hpp"

namespace parallel_testing::tools {
namespace {

using observed::chance;
using observed::state;
using observed::use;
using testing::ElementsAre;
using testing::IsEmpty;

const forged_use finds_directory{use::probe, state::directory};
const forged_use changes_mode{use::change, state::directory};

std::vector<std::string> pairs_of_directory(const forged_uses& first,
                                            const forged_uses& second) {
  forged_suite suite;
  suite.test("A").directory("/tmp/d", first);
  suite.test("B").directory("/tmp/d", second);
  return suite.pairs();
}

const auto is_directory_pair = ElementsAre("A B strong collision /tmp/d");

TEST(conclude_directories, C93_mkdir_of_what_is_there_already_is_harmless) {
  EXPECT_THAT(pairs_of_directory(makes_directory, makes_directory_again),
              IsEmpty());
  // std::filesystem::create_directories() looks first.
  EXPECT_THAT(
      pairs_of_directory({finds_nothing, makes_directory}, finds_directory),
      IsEmpty());
  EXPECT_THAT(pairs_of_directory({finds_nothing, makes_directory},
                                 {finds_nothing, makes_directory}),
              IsEmpty());
}

TEST(conclude_directories, C93_test_that_expects_no_directory_collides) {
  EXPECT_THAT(pairs_of_directory(finds_nothing, makes_directory),
              is_directory_pair);
}

TEST(conclude_directories, C93_two_tests_that_make_and_remove_one_collide) {
  const forged_uses both{makes_directory, removes_directory};
  EXPECT_THAT(pairs_of_directory(both, both), is_directory_pair);
}

TEST(conclude_directories, C93_removal_collides_with_use_of_names_in_it) {
  for (const forged_uses& use_of_name :
       {forged_uses(reads), forged_uses(writes_new), forged_uses(finds)}) {
    forged_suite suite;
    suite.test("A").directory("/tmp/d", {removes_directory, makes_directory});
    suite.test("B").file("/tmp/d/below/x", use_of_name);
    EXPECT_THAT(suite.pairs(), is_directory_pair);
  }
}

TEST(conclude_directories, C93_rename_collides_with_use_of_names_in_it) {
  forged_suite suite;
  suite.test("A")
      .directory("/tmp/d", removes_directory)
      .directory("/tmp/e", {{use::rename_target, state::absent}});
  suite.test("B").file("/tmp/d/x", reads);
  EXPECT_THAT(suite.pairs(), is_directory_pair);
}

TEST(conclude_directories, C93_directory_whose_name_begins_alike_is_another) {
  forged_suite suite;
  suite.test("A").directory("/tmp/d", {removes_directory, makes_directory});
  suite.test("B").file("/tmp/d2/x", writes_new).file("/tmp/d-x", reads);
  EXPECT_THAT(suite.pairs(), IsEmpty());
}

TEST(conclude_directories,
     C93_removal_does_not_disturb_who_finds_nothing_in_it) {
  forged_suite suite;
  suite.test("A").directory("/tmp/d", {removes_directory, makes_directory});
  suite.test("B").file("/tmp/d/x", finds_nothing);
  EXPECT_THAT(suite.pairs(), IsEmpty());
}

TEST(conclude_directories, C93_two_tests_that_only_remove_one_do_not_collide) {
  EXPECT_THAT(
      pairs_of_directory({lists, removes_directory}, removes_what_is_not_there),
      IsEmpty());
}

TEST(conclude_directories, C93_listing_collides_with_creation_and_removal) {
  for (const forged_uses& use_of_name :
       {writes_new + removes, forged_uses(removes), forged_uses(writes_new)}) {
    forged_suite suite;
    suite.test("A").directory("/tmp/d", lists);
    suite.test("B").file("/tmp/d/x", use_of_name);
    EXPECT_THAT(suite.pairs(), is_directory_pair);
  }
}

TEST(conclude_directories,
     C93_listing_does_not_collide_with_writing_to_a_file) {
  forged_suite suite;
  suite.test("A").directory("/tmp/d", lists);
  suite.test("B").file("/tmp/d/x", writes_again).file("/tmp/d/y", appends);
  EXPECT_THAT(suite.pairs(), IsEmpty());
}

TEST(conclude_directories, C93_listing_does_not_collide_with_deeper_creation) {
  forged_suite suite;
  suite.test("A").directory("/tmp/d", lists);
  suite.test("B").file("/tmp/d/below/x", writes_new);
  EXPECT_THAT(suite.pairs(), IsEmpty());
}

TEST(conclude_directories, C93_two_tests_that_list_do_not_collide) {
  EXPECT_THAT(pairs_of_directory(lists, lists), IsEmpty());
}

TEST(conclude_directories, C93_probe_does_not_collide_with_creation_in_it) {
  forged_suite suite;
  suite.test("A").directory("/tmp/d", finds_directory);
  suite.test("B").file("/tmp/d/x", writes_new + removes);
  EXPECT_THAT(suite.pairs(), IsEmpty());
}

TEST(conclude_directories, C93_listing_finds_what_its_test_creates_also) {
  forged_suite suite;
  suite.test("A")
      .directory("/tmp/d/common", makes_directory)
      .directory("/tmp/d", lists);
  suite.test("B")
      .directory("/tmp/d/common", makes_directory)
      .directory("/tmp/d", lists);
  EXPECT_THAT(suite.pairs(), IsEmpty());
  suite.test("C").directory("/tmp/d", lists);
  EXPECT_THAT(suite.pairs(), ElementsAre("A C strong collision /tmp/d",
                                         "B C strong collision /tmp/d"));
}

TEST(conclude_directories, C93_list_of_tmp_has_random_names_of_all_programs) {
  forged_suite suite;
  suite.test("A").directory("/tmp", lists);
  suite.test("B").file("/tmp/abcXq3", writes_new + removes, chance::random);
  EXPECT_THAT(suite.pairs(), ElementsAre("A B weak collision /tmp"));
}

TEST(conclude_directories, C93_list_of_another_directory_has_random_names) {
  forged_suite suite;
  suite.test("A").directory("/tmp/d", lists);
  suite.test("B").file("/tmp/d/abcXq3", writes_new + removes, chance::random);
  EXPECT_THAT(suite.pairs(), is_directory_pair);
}

TEST(conclude_directories, C93_change_of_mode_collides_weakly_with_listing) {
  EXPECT_THAT(pairs_of_directory(changes_mode, lists),
              ElementsAre("A B weak collision /tmp/d"));
  EXPECT_THAT(pairs_of_directory(changes_mode, finds_directory), IsEmpty());
}

TEST(conclude_directories, C93_file_of_one_test_is_a_directory_of_the_other) {
  forged_suite suite;
  suite.test("A").file("/tmp/d", writes_new + removes);
  suite.test("B").directory("/tmp/d", {makes_directory, removes_directory});
  EXPECT_THAT(suite.pairs(), is_directory_pair);
}

// open(2) for writing fails.
TEST(conclude_directories, C93_directory_opened_for_writing_is_not_changed) {
  const forged_uses opened{{use::write, state::directory}};
  EXPECT_THAT(pairs_of_directory(opened, opened), IsEmpty());
}

TEST(conclude_directories, C93_evidence_names_the_name_in_the_directory) {
  forged_suite suite;
  suite.test("A").directory("/tmp/d", lists);
  suite.test("B").file("/tmp/d/x", writes_new + removes);
  const sharing found = conclude(suite.of);
  ASSERT_EQ(found.shared.size(), 1U);
  EXPECT_EQ(found.shared[0].conflicts.at(0).evidence,
            "A lists /tmp/d; B creates or removes /tmp/d/x");
}

// Which of the many names of a directory they use is unknown.
forged_test& use_many(forged_test&& test, const forged_uses& how,
                      chance meeting = chance::meets) {
  test.directory("/tmp/d/", how, meeting);
  (*test).record.resources.back().what.folded = 20000;
  return test;
}

TEST(conclude_directories, C93_folded_names_collide_weakly) {
  forged_suite suite;
  use_many(suite.test("A"), writes_new + removes);
  suite.test("B").file("/tmp/d/x", writes_new);
  use_many(suite.test("C"), writes_new + removes);
  EXPECT_THAT(suite.pairs(),
              testing::UnorderedElementsAre("A C weak collision /tmp/d/",
                                            "A B weak collision /tmp/d/",
                                            "B C weak collision /tmp/d/"));
}

TEST(conclude_directories, C93_folded_names_that_are_read_do_not_collide) {
  forged_suite suite;
  use_many(suite.test("A"), {reads, lists, finds_nothing});
  suite.test("B").file("/tmp/d/x", reads);
  use_many(suite.test("C"), {reads, lists});
  EXPECT_THAT(suite.pairs(), IsEmpty());
}

TEST(conclude_directories, C93_folded_random_names_do_not_collide) {
  forged_suite suite;
  use_many(suite.test("A"), writes_new + removes, chance::random);
  use_many(suite.test("B"), writes_new + removes, chance::random);
  EXPECT_THAT(suite.pairs(), IsEmpty());
}

TEST(conclude_directories, C93_listing_collides_with_creation_of_folded_names) {
  forged_suite suite;
  suite.test("A").directory("/tmp/d", lists);
  use_many(suite.test("B"), writes_new + removes);
  EXPECT_THAT(suite.pairs(), is_directory_pair);
}

}  // namespace
}  // namespace parallel_testing::tools
