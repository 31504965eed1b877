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

const forged_use creates{use::create, state::absent};
const forged_use writes{use::write, state::absent};
const forged_use overwrites{use::write, state::file};
const forged_use reads{use::read, state::file};
const forged_use finds{use::probe, state::file};
const forged_use finds_nothing{use::probe_absent, state::absent};
const forged_use removes{use::remove, state::file};

TEST(conclude_files, C93_two_writers_of_one_file_collide) {
  forged_suite suite;
  suite.test("A").file("/tmp/x", {writes, creates});
  suite.test("B").file("/tmp/x", {overwrites});
  EXPECT_THAT(suite.pairs(), ElementsAre("A B strong collision /tmp/x"));
}

TEST(conclude_files, C93_two_readers_of_one_file_do_not_collide) {
  forged_suite suite;
  suite.test("A").file("/tmp/x", {reads});
  suite.test("B").file("/tmp/x", {finds, reads});
  EXPECT_THAT(suite.pairs(), IsEmpty());
}

TEST(conclude_files, C93_a_reader_collides_with_a_later_writer) {
  forged_suite suite;
  suite.test("A").file("/tmp/x", {reads});
  suite.test("B").file("/tmp/x", {overwrites});
  EXPECT_THAT(suite.pairs(), ElementsAre("A B strong collision /tmp/x"));
}

TEST(conclude_files, C93_a_test_that_finds_nothing_collides_with_the_creator) {
  forged_suite suite;
  suite.test("A").file("/tmp/x", {finds_nothing});
  suite.test("B").file("/tmp/x", {writes, creates});
  EXPECT_THAT(suite.pairs(), ElementsAre("A B strong collision /tmp/x"));
}

TEST(conclude_files, C93_two_tests_that_find_nothing_do_not_collide) {
  forged_suite suite;
  suite.test("A").file("/tmp/x", {finds_nothing});
  suite.test("B").file("/tmp/x", {finds_nothing});
  EXPECT_THAT(suite.pairs(), IsEmpty());
}

TEST(conclude_files, C93_a_test_that_removes_a_file_collides_with_its_reader) {
  forged_suite suite;
  suite.test("A").file("/tmp/x", {reads});
  suite.test("B").file("/tmp/x", {removes});
  EXPECT_THAT(suite.pairs(), ElementsAre("A B strong collision /tmp/x"));
}

}  // namespace
}  // namespace parallel_testing::tools
