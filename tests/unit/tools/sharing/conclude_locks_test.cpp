// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Files that two tests lock.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/tools/sharing/forged_observation.hpp"

namespace parallel_testing::tools {
namespace {

using observed::state;
using observed::use;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> pairs_of_locked_file(const forged_uses& first,
                                              const forged_uses& second) {
  forged_suite suite;
  suite.test("A").file("/tmp/x", first);
  suite.test("B").file("/tmp/x", second);
  return suite.pairs();
}

const auto is_pair = ElementsAre("A B strong collision /tmp/x");

TEST(conclude_locks, C93_tests_that_lock_what_they_write_take_turns) {
  const forged_uses locked = forged_uses(changes_in_place) + locks_exclusively;
  EXPECT_THAT(pairs_of_locked_file(locked, locked), IsEmpty());
  EXPECT_THAT(
      pairs_of_locked_file(locked, forged_uses(reads) + locks_with_others),
      IsEmpty());
}

TEST(conclude_locks, C93_lock_of_one_test_does_not_help) {
  const forged_uses locked = forged_uses(changes_in_place) + locks_exclusively;
  EXPECT_THAT(pairs_of_locked_file(locked, changes_in_place), is_pair);
  EXPECT_THAT(pairs_of_locked_file(locked, reads), is_pair);
}

TEST(conclude_locks, C93_shared_locks_do_not_keep_writers_apart) {
  const forged_uses locked = forged_uses(changes_in_place) + locks_with_others;
  EXPECT_THAT(pairs_of_locked_file(locked, locked), is_pair);
}

TEST(conclude_locks, C93_lock_comes_too_late_for_a_file_that_open_empties) {
  const forged_uses emptied = writes_again + forged_uses(locks_exclusively);
  EXPECT_THAT(pairs_of_locked_file(emptied, emptied), is_pair);
}

TEST(conclude_locks, C93_lock_of_a_removed_file_does_not_help) {
  const forged_uses locked =
      forged_uses(changes_in_place) + locks_exclusively + removes;
  EXPECT_THAT(pairs_of_locked_file(locked, locked), is_pair);
}

TEST(conclude_locks, C93_lock_that_is_only_tried_may_not_be_had) {
  const auto is_weak_pair = ElementsAre("A B weak collision /tmp/x");
  const forged_uses waits = forged_uses(changes_in_place) + locks_exclusively;
  const forged_uses tries = forged_uses(changes_in_place) + tries_lock;
  EXPECT_THAT(pairs_of_locked_file(tries, tries), is_weak_pair);
  EXPECT_THAT(pairs_of_locked_file(waits, tries), is_weak_pair);
  EXPECT_THAT(
      pairs_of_locked_file(waits, forged_uses(reads) + tries_lock_with_others),
      is_weak_pair);
  // It tries first, and then waits.
  EXPECT_THAT(pairs_of_locked_file(waits, tries + locks_exclusively),
              IsEmpty());
  // Such locks do not exclude each other.
  const forged_uses shares = forged_uses(reads) + tries_lock_with_others;
  EXPECT_THAT(pairs_of_locked_file(shares, shares), IsEmpty());
}

TEST(conclude_locks, C93_evidence_of_a_trial_names_it) {
  forged_suite suite;
  suite.test("A").file("/tmp/x.lock", tries_lock);
  suite.test("B").file("/tmp/x.lock", tries_lock);
  EXPECT_EQ(conclude(suite.of).shared.at(0).conflicts.at(0).evidence,
            "A tries to lock /tmp/x.lock; so does B");
}

/// Each locks a file, and then uses another one.
std::vector<std::string> pairs_of_guarded_file(const std::string& first_lock,
                                               const forged_uses& first_use,
                                               const std::string& second_lock,
                                               const forged_uses& second_use) {
  const forged_uses lock =
      forged_uses({changes_in_place, {use::create}}) + locks_exclusively;
  forged_suite suite;
  suite.test("A").file(first_lock, lock).file("/tmp/x", first_use);
  suite.test("B").file(second_lock, lock).file("/tmp/x", second_use);
  return suite.pairs();
}

TEST(conclude_locks, C93_lock_on_another_file_makes_tests_take_turns) {
  EXPECT_THAT(pairs_of_guarded_file("/tmp/x.lock", writes_again, "/tmp/x.lock",
                                    writes_again),
              IsEmpty());
  EXPECT_THAT(
      pairs_of_guarded_file("/tmp/LOCK", writes_again, "/tmp/LOCK", reads),
      IsEmpty());
}

TEST(conclude_locks, C93_locks_on_two_files_do_not_help) {
  EXPECT_THAT(pairs_of_guarded_file("/tmp/a.lock", writes_again, "/tmp/b.lock",
                                    writes_again),
              is_pair);
}

// Its name or place does not connect it with what the tests write.
TEST(conclude_locks, C93_unrelated_lock_does_not_hide_a_collision) {
  EXPECT_THAT(pairs_of_guarded_file("/home/me/app.lock", writes_again,
                                    "/home/me/app.lock", writes_again),
              is_pair);
  EXPECT_THAT(pairs_of_guarded_file("/tmp/data", writes_again, "/tmp/data",
                                    writes_again),
              is_pair);
}

TEST(conclude_locks, C93_lock_after_the_use_does_not_help) {
  forged_suite suite;
  for (const char* name : {"A", "B"}) {
    suite.test(name)
        .file("/tmp/x", writes_again)
        .file("/tmp/x.lock", forged_uses(changes_in_place) + locks_exclusively);
  }
  EXPECT_THAT(suite.pairs(), is_pair);
}

TEST(conclude_locks, C93_writer_with_an_exclusive_lock_and_readers_take_turns) {
  forged_suite suite;
  const forged_uses opened{changes_in_place, {use::create}};
  suite.test("A")
      .file("/tmp/x.lock", opened + locks_exclusively)
      .file("/tmp/x", writes_again);
  for (const char* name : {"B", "C"}) {
    suite.test(name)
        .file("/tmp/x.lock", opened + locks_with_others)
        .file("/tmp/x", reads);
  }
  EXPECT_THAT(suite.pairs(), IsEmpty());
}

TEST(conclude_locks, C93_writers_with_shared_locks_collide) {
  forged_suite suite;
  for (const char* name : {"A", "B"}) {
    suite.test(name)
        .file("/tmp/x.lock", forged_uses({changes_in_place, {use::create}}) +
                                 locks_with_others)
        .file("/tmp/x", writes_again);
  }
  EXPECT_THAT(suite.pairs(), is_pair);
}

TEST(conclude_locks, C93_lock_file_that_a_test_removes_does_not_help) {
  forged_suite suite;
  for (const char* name : {"A", "B"}) {
    suite.test(name)
        .file("/tmp/LOCK",
              forged_uses(changes_in_place) + locks_exclusively + removes)
        .file("/tmp/x", writes_again);
  }
  EXPECT_THAT(suite.pairs(), ElementsAre("A B strong collision /tmp/LOCK",
                                         "A B strong collision /tmp/x"));
}

/// What SQLite does for a transaction.
forged_test& use_sqlite(forged_test&& test, const forged_use& lock) {
  return test
      .file("/tmp/x",
            forged_uses({reads, changes_in_place, {use::create}}) + lock)
      .file("/tmp/x-journal", finds_nothing);
}

TEST(conclude_locks, C93_locks_of_sqlite_do_not_keep_rows_apart) {
  forged_suite suite;
  use_sqlite(suite.test("A"), locks_exclusively);
  use_sqlite(suite.test("B"), locks_with_others);
  use_sqlite(suite.test("C"), locks_with_others);
  EXPECT_THAT(suite.pairs(), ElementsAre("A B strong collision /tmp/x",
                                         "A C strong collision /tmp/x"));
}

TEST(conclude_locks, C93_readers_of_a_sqlite_database_do_not_collide) {
  forged_suite suite;
  use_sqlite(suite.test("A"), locks_with_others);
  use_sqlite(suite.test("B"), locks_with_others);
  EXPECT_THAT(suite.pairs(), IsEmpty());
}

}  // namespace
}  // namespace parallel_testing::tools
