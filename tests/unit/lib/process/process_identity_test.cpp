// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Who a program is, as it finds out by itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <parallel_testing/worker.hpp>
#include <set>
#include <type_traits>
#include <vector>

#include "support/child_process.hpp"
#include "support/scratch.hpp"
#include "support/wait_until.hpp"

namespace parallel_testing::unit {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;
using testing::StartsWith;

child_process start(const environment& variables) {
  return child_process({RUNTIME_PROBE}, variables);
}

child_process start_test(const environment& variables) {
  return child_process({RUNTIME_PROBE, "adapter"}, variables);
}

std::string first_word(const std::string& text) {
  return text.substr(0, text.find(' '));
}

TEST(process, C09_by_hand_is_master_and_alone) {
  const scratch place;
  EXPECT_EQ(start(place.by_hand()).ask("worker"), "master 0 alone");
  EXPECT_EQ(start_test(place.by_hand()).ask("worker"), "master 0 alone");
}

TEST(process, C09_two_by_hand_at_a_time_are_both_master) {
  const scratch place;
  child_process one = start_test(place.by_hand());
  child_process two = start_test(place.by_hand());
  EXPECT_EQ(one.ask("worker"), "master 0 alone");
  EXPECT_EQ(two.ask("worker"), "master 0 alone");
}

TEST(process, alone_makes_workers_and_runs) {
  EXPECT_FALSE((std::is_constructible_v<worker, std::string, int, int>));
  EXPECT_FALSE((std::is_constructible_v<worker, std::string, int>));
  EXPECT_FALSE((std::is_constructible_v<run, std::string, std::string>));
}

TEST(process, that_executes_itself_stays_the_same_test) {
  const scratch place;
  child_process test({RUNTIME_PROBE, "adapter", "--gtest_filter=A.B"},
                     place.under_ctest());
  EXPECT_EQ(test.ask("take_program_locks A.B lock:x"), "done");
  const std::string run = test.ask("run");
  const std::string directory = test.ask("environment TMPDIR");
  EXPECT_EQ(test.ask("exec"), "executed");
  EXPECT_EQ(test.ask("worker"), "gw0 0 parallel");
  EXPECT_EQ(test.ask("run"), run);
  EXPECT_EQ(test.ask("environment TMPDIR"), directory);
  child_process other = start_test(place.under_ctest());
  EXPECT_EQ(other.ask("begin_case A.C lock:x"), "done");
  test.send("begin_case A.B lock:x");
  wait_until_says(test, "waiting for lock:x");
  other.ask("end_case passed");
  EXPECT_EQ(test.receive(), "done");
  EXPECT_EQ(test.ask("end_case passed"), "done");
  EXPECT_EQ(test.finish(), 0);
  EXPECT_FALSE(std::filesystem::exists(directory));
}

TEST(process, C14_by_hand_is_a_run_of_its_own) {
  const scratch place;
  const std::string one = first_word(start(place.by_hand()).ask("run"));
  const std::string two = first_word(start(place.by_hand()).ask("run"));
  EXPECT_THAT(one, MatchesRegex("[0-9a-f]{32}"));
  EXPECT_NE(one, two);
}

TEST(process, index_in_a_run_is_dense_whatever_else_the_machine_runs) {
  const scratch place;
  child_process other = start_test(place.under_ctest("other"));
  EXPECT_EQ(other.ask("index_in_run"), "0");
  child_process one = start_test(place.under_ctest());
  EXPECT_EQ(one.ask("index_in_run"), "0");
  child_process two = start_test(place.under_ctest());
  EXPECT_EQ(two.ask("worker"), "gw2 2 parallel");
  EXPECT_EQ(two.ask("index_in_run"), "1");
  EXPECT_EQ(two.ask("environment PARALLEL_TESTING_INDEX_IN_RUN"), "1");
  EXPECT_EQ(two.ask("exec"), "executed");
  EXPECT_EQ(two.ask("index_in_run"), "1");
  EXPECT_EQ(one.finish(), 0);
  EXPECT_EQ(two.ask("index_in_run"), "1");
  child_process three = start_test(place.under_ctest());
  EXPECT_EQ(three.ask("index_in_run"), "0");
  EXPECT_THAT(
      content_of(place.path("runs/run1/events.ndjson")),
      AllOf(HasSubstr("\"index_in_run\":0"), HasSubstr("\"index_in_run\":1")));
  EXPECT_EQ(start(place.by_hand()).ask("index_in_run"), "0");
}

TEST(process, index_in_a_run_is_free_again_after_a_kill) {
  const scratch place;
  child_process one = start_test(place.under_ctest());
  EXPECT_EQ(one.ask("index_in_run"), "0");
  one.kill();
  EXPECT_EQ(start_test(place.under_ctest()).ask("index_in_run"), "0");
}

TEST(process, C11_under_ctest_holds_a_slot_while_it_lives) {
  const scratch place;
  child_process one = start_test(place.under_ctest());
  EXPECT_EQ(one.ask("worker"), "gw0 0 parallel");
  child_process two = start_test(place.under_ctest());
  EXPECT_EQ(two.ask("worker"), "gw1 1 parallel");
  EXPECT_EQ(one.finish(), 0);
  child_process three = start_test(place.under_ctest());
  EXPECT_EQ(three.ask("worker"), "gw0 0 parallel");
}

TEST(process, C73_of_another_run_never_has_the_same_worker) {
  const scratch place;
  child_process one = start_test(place.under_ctest("run1"));
  child_process two = start_test(place.under_ctest("run2"));
  EXPECT_NE(one.ask("worker"), two.ask("worker"));
}

TEST(process, C15_takes_the_run_id_from_outside_verbatim) {
  const scratch place;
  child_process one = start_test(place.under_ctest("Nightly_7.a-b"));
  child_process two = start_test(place.under_ctest("Nightly_7.a-b"));
  EXPECT_EQ(one.ask("run"),
            "Nightly_7.a-b " + place.path("runs/Nightly_7.a-b"));
  EXPECT_EQ(two.ask("run"), one.ask("run"));
}

TEST(process, C13_is_the_same_in_threads_children_and_helpers) {
  const scratch place;
  child_process taken = start_test(place.under_ctest());
  ASSERT_EQ(taken.ask("worker"), "gw0 0 parallel");
  child_process test = start_test(place.under_ctest());
  const std::string me = test.ask("worker");
  EXPECT_EQ(me, "gw1 1 parallel");
  for (const char* where : {"thread", "fork", "program", "program fork"}) {
    EXPECT_EQ(test.ask(std::string(where) + " worker"), me) << where;
  }
  EXPECT_EQ(test.ask("program run"), test.ask("run"));
}

TEST(process, C17_a_test_program_inside_of_a_test_is_not_its_worker) {
  const scratch place;
  child_process test = start_test(place.under_ctest());
  EXPECT_EQ(test.ask("worker"), "gw0 0 parallel");
  EXPECT_EQ(test.ask("test_program worker"), "master 0 alone");
  EXPECT_NE(first_word(test.ask("test_program run")),
            first_word(test.ask("run")));
}

TEST(process, C17_a_test_program_inside_of_a_test_is_its_worker_when_asked) {
  const scratch place;
  environment variables = place.under_ctest();
  variables["PARALLEL_TESTING_NESTED"] = "inherit";
  child_process test = start_test(variables);
  EXPECT_EQ(test.ask("test_program worker"), test.ask("worker"));
}

TEST(process, C16_says_which_variables_it_ignores) {
  const scratch place;
  environment variables = place.under_ctest();
  variables["PARALLEL_TESTING_TEMP_RETENTION"] = "lots";
  variables["PARALLEL_TESTING_PORT_RANGE"] = "9-1";
  variables["PARALLEL_TESTING_WORKER_COUNT"] = "-3";
  child_process test = start_test(variables);
  EXPECT_EQ(test.ask("worker"), "gw0 0 parallel");
  EXPECT_EQ(test.finish(), 0);
  for (const auto* ignored :
       {"TEMP_RETENTION='lots'", "PORT_RANGE='9-1'", "WORKER_COUNT='-3'"}) {
    EXPECT_THAT(test.errors(), HasSubstr(std::string("parallel-testing: "
                                                     "ignoring "
                                                     "PARALLEL_TESTING_") +
                                         ignored));
  }
}

TEST(process, tells_its_children_who_it_is) {
  const scratch place;
  child_process test = start_test(place.under_ctest());
  const auto variable = [&](const std::string& name) {
    return test.ask("environment PARALLEL_TESTING_" + name);
  };
  EXPECT_EQ(variable("WORKER"), "gw0");
  EXPECT_EQ(variable("WORKER_COUNT"), "4");
  EXPECT_EQ(variable("RUN_ID"), "run1");
  EXPECT_THAT(variable("TEMP_DIR"), StartsWith(place.temp_root()));
  EXPECT_EQ(test.ask("environment TMPDIR"), variable("TEMP_DIR"));
}

TEST(process, leaves_tmpdir_alone_when_asked) {
  const scratch place;
  environment variables = place.under_ctest();
  variables["PARALLEL_TESTING_TMPDIR"] = "inherit";
  EXPECT_EQ(start_test(variables).ask("environment TMPDIR"), "(none)");
}

TEST(process, C72_ends_a_test_that_cannot_be_isolated) {
  const scratch place;
  environment variables = place.under_ctest();
  write_to(place.path("file"), "");
  variables["PARALLEL_TESTING_STATE_DIR"] = place.path("file/state");
  child_process test = start_test(variables);
  EXPECT_EQ(test.finish(), 1);
  EXPECT_THAT(test.errors(),
              testing::AllOf(HasSubstr(place.path("file/state")),
                             HasSubstr("Not a directory"),
                             HasSubstr("set PARALLEL_TESTING_STATE_DIR")));
}

TEST(process, C17_a_run_inside_of_a_run_does_not_use_its_directory) {
  // What a ctest inside of a test leaves to its tests when its project does
  // not know us: the variables of the outer run.
  const scratch place;
  child_process test = start_test(place.under_ctest());
  const std::string directory = place.path("runs/run1");
  EXPECT_THAT(test.ask("run"), HasSubstr(directory));
  EXPECT_THAT(test.ask("test_program run"), Not(HasSubstr(directory)));
}

}  // namespace
}  // namespace parallel_testing::unit
