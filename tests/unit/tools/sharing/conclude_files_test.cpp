// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Files that two tests use.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/tools/sharing/forged_observation.hpp"

namespace parallel_testing::tools {
namespace {

using observed::state;
using observed::use;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> pairs_of_file(const forged_uses& first,
                                       const forged_uses& second) {
  forged_suite suite;
  suite.test("A").file("/tmp/x", first);
  suite.test("B").file("/tmp/x", second);
  return suite.pairs();
}

const auto is_strong_pair = ElementsAre("A B strong collision /tmp/x");
const auto is_weak_pair = ElementsAre("A B weak collision /tmp/x");

TEST(conclude_files, C93_two_writers_of_a_file_collide) {
  EXPECT_THAT(pairs_of_file(writes_new, writes_again), is_strong_pair);
  EXPECT_THAT(pairs_of_file(changes_in_place, changes_in_place),
              is_strong_pair);
}

TEST(conclude_files, C93_writers_of_two_files_do_not_collide) {
  forged_suite suite;
  suite.test("A").file("/tmp/x", writes_new);
  suite.test("B").file("/tmp/y", writes_new);
  EXPECT_THAT(suite.pairs(), IsEmpty());
}

TEST(conclude_files, C93_two_readers_of_a_file_do_not_collide) {
  EXPECT_THAT(pairs_of_file(reads, {finds, reads}), IsEmpty());
  EXPECT_THAT(pairs_of_file(reads, {{use::exec}}), IsEmpty());
}

TEST(conclude_files, C93_reader_collides_with_writer) {
  EXPECT_THAT(pairs_of_file(reads, changes_in_place), is_strong_pair);
  EXPECT_THAT(pairs_of_file({{use::exec}}, writes_again), is_strong_pair);
}

TEST(conclude_files, C93_writer_collides_with_test_that_probes_the_file) {
  EXPECT_THAT(pairs_of_file(finds, writes_again), is_strong_pair);
}

TEST(conclude_files, C93_test_that_finds_nothing_collides_with_the_creator) {
  EXPECT_THAT(pairs_of_file(finds_nothing, writes_new), is_strong_pair);
}

TEST(conclude_files, C93_two_tests_that_find_nothing_do_not_collide) {
  EXPECT_THAT(pairs_of_file(finds_nothing, finds_nothing), IsEmpty());
}

TEST(conclude_files, C93_exclusive_creators_of_a_fixed_name_collide) {
  const forged_uses creates{{use::create_exclusive, state::absent}, removes};
  EXPECT_THAT(pairs_of_file(creates, creates), is_strong_pair);
}

TEST(conclude_files, C93_remover_collides_with_reader) {
  EXPECT_THAT(pairs_of_file(reads, removes), is_strong_pair);
}

TEST(conclude_files, C93_removal_of_what_is_not_there_disturbs_the_creator) {
  EXPECT_THAT(pairs_of_file(removes_what_is_not_there, writes_new),
              is_strong_pair);
}

TEST(conclude_files, C93_tests_that_only_clean_up_do_not_collide) {
  EXPECT_THAT(pairs_of_file(removes, removes_what_is_not_there), IsEmpty());
  EXPECT_THAT(pairs_of_file({finds, removes},
                            {finds_nothing, removes_what_is_not_there}),
              IsEmpty());
  EXPECT_THAT(pairs_of_file(removes_what_is_not_there, finds_nothing),
              IsEmpty());
}

// The reader sees a whole file, but that of another test.
TEST(conclude_files, C93_atomic_replacement_collides_with_reader) {
  EXPECT_THAT(pairs_of_file(reads, {{use::rename_target}}), is_strong_pair);
  EXPECT_THAT(pairs_of_file({{use::rename_target, state::absent}},
                            {{use::rename_target}}),
              is_strong_pair);
}

TEST(conclude_files, C93_replacements_of_two_targets_do_not_collide) {
  forged_suite suite;
  suite.test("A")
      .file("/tmp/new_a", writes_new + removes)
      .file("/tmp/a", {{use::rename_target, state::absent}});
  suite.test("B")
      .file("/tmp/new_b", writes_new + removes)
      .file("/tmp/b", {{use::rename_target, state::absent}});
  EXPECT_THAT(suite.pairs(), IsEmpty());
}

TEST(conclude_files, C93_change_of_attributes_collides_with_reader_and_probe) {
  EXPECT_THAT(pairs_of_file(reads, {{use::change}}), is_strong_pair);
  EXPECT_THAT(pairs_of_file(finds, {{use::change}}), is_strong_pair);
}

TEST(conclude_files, C93_two_tests_that_only_append_collide_weakly) {
  EXPECT_THAT(pairs_of_file(
                  {{use::append, state::absent}, {use::create, state::absent}},
                  {{use::append}, {use::create}}),
              is_weak_pair);
}

TEST(conclude_files, C93_appender_collides_with_those_who_notice) {
  EXPECT_THAT(pairs_of_file(appends, reads), is_strong_pair);
  EXPECT_THAT(pairs_of_file(appends, {{use::append}, reads}), is_strong_pair);
  EXPECT_THAT(pairs_of_file(appends, writes_again), is_strong_pair);
  EXPECT_THAT(pairs_of_file(appends, removes), is_strong_pair);
  EXPECT_THAT(pairs_of_file(appends, finds), is_weak_pair);
  EXPECT_THAT(pairs_of_file(finds_nothing, appends), is_strong_pair);
}

TEST(conclude_files,
     C93_tests_that_make_sure_that_a_file_exists_do_not_collide) {
  const forged_uses creates{{use::create, state::absent}};
  const forged_uses ensures{{use::create, state::file}};
  EXPECT_THAT(pairs_of_file(creates, ensures), IsEmpty());
  EXPECT_THAT(pairs_of_file(creates + removes, ensures), is_strong_pair);
}

// The calls fail, and the file stays as it is.
TEST(conclude_files, C93_call_that_finds_nothing_to_change_is_a_probe) {
  const forged_uses fails{{use::write, state::absent}};
  EXPECT_THAT(pairs_of_file(fails, fails), IsEmpty());
  EXPECT_THAT(pairs_of_file(fails, writes_new), is_strong_pair);
}

TEST(conclude_files, C93_evidence_is_a_sentence) {
  forged_suite suite;
  suite.test("Orders.Import").file("/tmp/orders.csv", reads);
  suite.test("Orders.Export").file("/tmp/orders.csv", writes_again);
  suite.test("Orders.Append").file("/tmp/orders.csv", writes_again);
  const sharing found = conclude(suite.of);
  ASSERT_EQ(found.shared.size(), 1U);
  std::vector<std::string> evidence;
  for (const role_conflict& each : found.shared[0].conflicts) {
    evidence.push_back(each.evidence);
  }
  EXPECT_THAT(
      evidence,
      ElementsAre(
          "Orders.Import reads /tmp/orders.csv; Orders.Export writes it",
          "Orders.Export writes /tmp/orders.csv; so does "
          "Orders.Append"));
}

}  // namespace
}  // namespace parallel_testing::tools
