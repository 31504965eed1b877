// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "process/identity.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parallel_testing {
namespace {

using testing::MatchesRegex;

constexpr const char* outer_run = "0123456789abcdef0123456789abcdef";

circumstances test_program(const std::string& ctest_parent = "") {
  return {true, ctest_parent};
}

circumstances helper_program(const std::string& ctest_parent = "") {
  return {false, ctest_parent};
}

/// What ctest's script sets.
settings under_script() {
  settings given{};
  given.ctest = "10.5";
  given.run_id = outer_run;
  return given;
}

/// What a running test sets for its children.
settings inside_of_a_test() {
  settings given = under_script();
  given.outer_worker = "gw3";
  return given;
}

TEST(identity, C09_by_hand_is_master_of_a_new_run) {
  for (const circumstances& seen : {test_program(), helper_program()}) {
    const identity who = identify(settings(), seen);
    EXPECT_EQ(who.from, origin::by_hand);
    EXPECT_EQ(who.worker_id, "master");
    EXPECT_EQ(who.run_id, "");
    EXPECT_EQ(who.owner, "");
  }
}

TEST(identity, C15_by_hand_takes_a_run_id_verbatim) {
  settings given{};
  given.run_id = "Nightly.7";
  const identity who = identify(given, test_program());
  EXPECT_EQ(who.from, origin::by_hand);
  EXPECT_EQ(who.run_id, "Nightly.7");
}

TEST(identity, C14_under_ctest_belongs_to_the_run_the_script_named) {
  const identity who = identify(under_script(), test_program());
  EXPECT_EQ(who.from, origin::ctest);
  EXPECT_EQ(who.run_id, outer_run);
  EXPECT_EQ(who.owner, "10.5");
  EXPECT_EQ(who.worker_id, "") << "the slot decides";
}

TEST(identity, helpers_that_ctest_starts_itself_are_tests) {
  const identity who = identify(under_script(), helper_program());
  EXPECT_EQ(who.from, origin::ctest);
  EXPECT_EQ(who.run_id, outer_run);
}

TEST(identity, C14_without_script_the_run_is_derived_from_the_parent) {
  const identity one = identify(settings(), test_program("10.5"));
  const identity same = identify(settings(), test_program("10.5"));
  const identity later = identify(settings(), test_program("10.6"));
  EXPECT_EQ(one.from, origin::ctest);
  EXPECT_EQ(one.owner, "10.5");
  EXPECT_THAT(one.run_id, MatchesRegex("[0-9a-f]{32}"));
  EXPECT_EQ(one.run_id, same.run_id);
  EXPECT_NE(one.run_id, later.run_id);
}

TEST(identity, C15_without_script_takes_a_run_id_verbatim) {
  settings given{};
  given.run_id = "Nightly.7";
  const identity who = identify(given, test_program("10.5"));
  EXPECT_EQ(who.from, origin::ctest);
  EXPECT_EQ(who.run_id, "Nightly.7");
  EXPECT_EQ(who.owner, "10.5");
}

TEST(identity, C13_a_helper_of_a_test_is_a_part_of_it) {
  const identity who = identify(inside_of_a_test(), helper_program());
  EXPECT_EQ(who.from, origin::part_of);
  EXPECT_EQ(who.worker_id, "gw3");
  EXPECT_EQ(who.run_id, outer_run);
}

TEST(identity, C13_a_helper_of_a_test_by_hand_is_a_part_of_it) {
  settings given{};
  given.outer_worker = "master";
  given.run_id = outer_run;
  const identity who = identify(given, helper_program());
  EXPECT_EQ(who.from, origin::part_of);
  EXPECT_EQ(who.worker_id, "master");
}

TEST(identity, C13_a_test_program_that_was_launched_is_the_launcher_s_test) {
  circumstances seen = test_program();
  seen.is_same_test = true;
  const identity who = identify(inside_of_a_test(), seen);
  EXPECT_EQ(who.from, origin::launched);
  EXPECT_EQ(who.worker_id, "gw3");
  EXPECT_EQ(who.run_id, outer_run);
}

TEST(identity, C86_the_same_executable_and_selection_is_the_same_program) {
  const std::string key = program_key("/b/t", {"--gtest_filter=A.B", "", "*"});
  EXPECT_TRUE(is_same_program(key, "/b/t", {"t", "--gtest_filter=A.B"}));
  EXPECT_TRUE(is_same_program(key, "/b/t", {"t", "-x", "*"}));
  EXPECT_FALSE(is_same_program(key, "/b/t", {"t", "--gtest_filter=A.C"}));
  EXPECT_FALSE(is_same_program(key, "/b/t", {"t", ""}));
  EXPECT_FALSE(is_same_program(key, "/b/t", {"*"}));
  EXPECT_FALSE(is_same_program(key, "/b/u", {"t", "--gtest_filter=A.B"}));
  EXPECT_FALSE(is_same_program(program_key("/b/t", {""}), "/b/t", {"t", ""}));
}

TEST(identity, C86_C17_what_a_launcher_started_is_its_test_and_no_other) {
  settings given = inside_of_a_test();
  given.supervised = "12 11.5";
  given.set_by = "11";
  EXPECT_EQ(launcher_of(given, "14", false), "11.5") << "behind a shell";
  given.set_by = "14";
  EXPECT_EQ(launcher_of(given, "14", false), "11.5") << "executed another one";
  given.set_by = "13";
  EXPECT_EQ(launcher_of(given, "14", true), "11.5") << "started itself";
  EXPECT_EQ(launcher_of(given, "14", false), "") << "started by a test";
  given.supervised = "";
  EXPECT_EQ(launcher_of(given, "14", true), "") << "without a launcher";
}

TEST(identity, C17_a_test_program_inside_of_a_test_is_master_of_its_own_run) {
  const identity who = identify(inside_of_a_test(), test_program());
  EXPECT_EQ(who.from, origin::by_hand);
  EXPECT_EQ(who.worker_id, "master");
  EXPECT_EQ(who.run_id, "");
  EXPECT_EQ(who.owner, "");
}

TEST(identity, C17_a_ctest_inside_of_a_test_has_a_run_of_its_own) {
  const identity who = identify(inside_of_a_test(), test_program("20.9"));
  EXPECT_EQ(who.from, origin::ctest);
  EXPECT_EQ(who.owner, "20.9");
  EXPECT_THAT(who.run_id, MatchesRegex("[0-9a-f]{32}"));
  EXPECT_NE(who.run_id, outer_run);
  EXPECT_EQ(who.worker_id, "");
}

TEST(identity, C17_a_test_program_inside_of_a_test_is_a_part_when_asked) {
  settings given = inside_of_a_test();
  given.inherit_worker = true;
  for (const char* parent : {"", "20.9"}) {
    const identity who = identify(given, test_program(parent));
    EXPECT_EQ(who.from, origin::part_of);
    EXPECT_EQ(who.worker_id, "gw3");
    EXPECT_EQ(who.run_id, outer_run);
  }
}

TEST(identity, C17_inherit_outside_of_a_test_changes_nothing) {
  settings given = under_script();
  given.inherit_worker = true;
  EXPECT_EQ(identify(given, test_program()).from, origin::ctest);
}

}  // namespace
}  // namespace parallel_testing
