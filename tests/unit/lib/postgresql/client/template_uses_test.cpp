// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "postgresql/client/template_uses.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing::postgresql {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

template_use use(const std::string& run, std::int64_t created,
                 const std::string& tree = "tree") {
  return {{"here", "1.2", run}, created, tree};
}

bool all_are_dead(const ownership_mark&) {
  return true;
}

bool lives_not(const ownership_mark& mark) {
  return mark.run != "lives";
}

TEST(template_uses, are_the_same_after_writing_and_reading) {
  const template_record written{
      "t", family_of("orders"), {use("b/c", 7), use("a", 5, "")}};
  const template_record read = parse_template_record("t", to_text(written));
  EXPECT_EQ(to_text(read), to_text(written));
  ASSERT_EQ(read.uses.size(), 2U);
  EXPECT_EQ(read.uses[0].by.run, "b/c");
  EXPECT_EQ(read.uses[0].created_ns, 7);
  EXPECT_EQ(read.uses[1].tree, "");
}

TEST(template_uses, that_cannot_be_read_are_nobodys_to_drop) {
  for (const char* comment :
       {"", "a comment", "parallel_testing place=x owner=1 run=r",
        "parallel_testing_template", "parallel_testing_template family=f x",
        "parallel_testing_template family=f used=here/1.2"}) {
    EXPECT_EQ(parse_template_record("t", comment).family, "") << comment;
  }
}

TEST(template_uses, C59_others_of_the_family_in_later_runs_end_a_template) {
  const template_record old{"old", "f", {use("r1", 1)}};
  template_record current{"new", "f", {use("r3", 3), use("r2", 2)}};
  EXPECT_THAT(superseded({old, current}, 3, all_are_dead), IsEmpty());
  current = with_use(current, use("r4", 4));
  EXPECT_THAT(superseded({old, current}, 3, all_are_dead), ElementsAre("old"));
  EXPECT_THAT(superseded({old}, 0, all_are_dead), IsEmpty());
}

TEST(template_uses, C59_other_families_and_trees_end_none) {
  const template_record old{"old", "f", {use("r1", 1)}};
  const template_record family{"x", "g", {use("r2", 2)}};
  const template_record tree{"y", "f", {use("r2", 2, "other")}};
  const template_record earlier{"z", "f", {use("r0", 0)}};
  EXPECT_THAT(superseded({old, family, tree, earlier}, 1, all_are_dead),
              ElementsAre("z"));
}

TEST(template_uses, C59_a_run_that_goes_on_ends_none) {
  const template_record old{"old", "f", {use("r1", 1)}};
  const template_record current{"new", "f", {use("lives", 2)}};
  EXPECT_THAT(superseded({old, current}, 1, lives_not), IsEmpty());
}

TEST(template_uses, C59_a_template_that_a_living_run_uses_stays) {
  const template_record old{"old", "f", {use("r2", 2), use("lives", 1)}};
  const template_record current{"new", "f", {use("r3", 3)}};
  EXPECT_THAT(superseded({old, current}, 1, all_are_dead), ElementsAre("old"));
  EXPECT_THAT(superseded({old, current}, 1, lives_not), IsEmpty());
}

}  // namespace
}  // namespace parallel_testing::postgresql
