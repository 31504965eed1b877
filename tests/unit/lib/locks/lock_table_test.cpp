// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Markers that lock, as the tests that carry them see it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "base/process_info.hpp"
#include "support/probed.hpp"
#include "support/wait_until.hpp"

namespace parallel_testing::unit {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

struct locks_of_markers : probed {
  /// Ends when all processes did `cycles` cases with their markers.
  void run_cases(const std::vector<std::string>& markers, int cycles) const {
    std::vector<child_process> tests;
    for (std::size_t at = 0; at < markers.size(); ++at) {
      tests.push_back(start_test());
    }
    for (int cycle = 0; cycle < cycles; ++cycle) {
      for (std::size_t at = 0; at < markers.size(); ++at) {
        tests[at].send("begin_case A.B " + markers[at]);
        tests[at].send("end_case passed");
      }
    }
    for (child_process& each : tests) EXPECT_EQ(each.finish(), 0);
  }
};

TEST_F(locks_of_markers, C20_one_lock_excludes_the_other_test) {
  for (const char* marker : {"lock:x", "database:x", "no_parallel:x"}) {
    child_process one = start_test();
    child_process two = start_test();
    one.ask(std::string("begin_case A.B ") + marker);
    two.send(std::string("begin_case A.C ") + marker);
    wait_until_says(two, ", held by pid " + std::to_string(one.pid()) + " A.B");
    one.ask("end_case passed");
    EXPECT_EQ(two.receive(), "done");
  }
}

TEST_F(locks_of_markers, C83_names_that_differ_in_case_exclude_nobody) {
  child_process one = start_test();
  child_process two = start_test();
  EXPECT_EQ(one.ask("begin_case A.B lock:A;database:D"), "done");
  EXPECT_EQ(two.ask("begin_case A.C lock:a;database:d"), "done");
  EXPECT_THAT(two.errors(), Not(HasSubstr("waiting")));
}

TEST_F(locks_of_markers, C21_two_locks_exclude_both_sets) {
  child_process both = start_test();
  both.ask("begin_case A.B lock:x;lock:y");
  child_process one = start_test();
  child_process two = start_test();
  one.send("begin_case A.C lock:x");
  two.send("begin_case A.D lock:y");
  wait_until_says(one, "waiting for lock:x");
  wait_until_says(two, "waiting for lock:y");
  both.ask("end_case passed");
  EXPECT_EQ(one.receive(), "done");
  EXPECT_EQ(two.receive(), "done");
}

TEST_F(locks_of_markers, C73_exclude_tests_of_another_run) {
  child_process one = start_test("run1");
  child_process two = start_test("run2");
  one.ask("begin_case A.B database:orders");
  two.send("begin_case A.B database:orders");
  wait_until_says(two, "waiting for database:orders");
  one.kill();
  EXPECT_EQ(two.receive(), "done");
}

TEST_F(locks_of_markers, C19_no_parallel_waits_for_all_others_of_its_run) {
  child_process other = start_test();
  child_process stranger = start_test("run2");
  EXPECT_EQ(stranger.ask("begin_case A.A"), "done");
  child_process alone = start_test();
  EXPECT_EQ(other.ask("begin_case A.B"), "done");
  alone.send("begin_case A.C no_parallel");
  wait_until_says(alone, "waiting for the other tests of this run to finish");
  other.ask("end_case passed");
  EXPECT_EQ(other.finish(), 0);
  EXPECT_EQ(alone.receive(), "done");
  child_process late({RUNTIME_PROBE, "adapter"}, place.under_ctest());
  wait_until_says(late,
                  "waiting to join the run: one of its no_parallel tests");
  alone.ask("end_case passed");
  EXPECT_THAT(late.ask("worker"), HasSubstr(" parallel"));
}

TEST_F(locks_of_markers, C24_unmarked_tests_wait_for_nothing) {
  child_process marked = start_test();
  marked.ask("begin_case A.B lock:x;port:40000;database:d");
  child_process unmarked = start_test();
  EXPECT_EQ(unmarked.ask("begin_case A.C"), "done");
  EXPECT_EQ(unmarked.ask("end_case passed"), "done");
  EXPECT_EQ(unmarked.finish(), 0);
  EXPECT_THAT(unmarked.errors(), Not(HasSubstr("waiting")));
}

TEST_F(locks_of_markers, C28_in_any_order_never_end_in_a_deadlock) {
  run_cases({"lock:a;lock:b;database:c", "database:c;lock:b;lock:a",
             "lock:b;database:c", "lock:a:shared;lock:b"},
            50);
}

TEST_F(locks_of_markers, of_a_suite_are_held_until_its_end) {
  child_process one = start_test();
  one.ask("begin_suite A.B slow lock:x");
  one.ask("begin_case A.B lock:x");
  one.ask("end_case passed");
  child_process two = start_test();
  two.send("begin_case A.C lock:x");
  wait_until_says(two, "waiting for lock:x");
  one.ask("end_suite");
  EXPECT_EQ(two.receive(), "done");
}

TEST_F(locks_of_markers, C28_of_a_case_below_its_suite_s_are_held_before_it) {
  child_process one = start_test();
  one.ask("begin_suite A.B lock:a lock:m");
  child_process two = start_test();
  two.send("begin_case A.C lock:a");
  wait_until_says(two, "waiting for lock:a");
  one.ask("end_suite");
  EXPECT_EQ(two.receive(), "done");
}

TEST_F(locks_of_markers, of_the_only_case_are_held_until_the_process_ends) {
  child_process one({RUNTIME_PROBE, "adapter", "--gtest_filter=A.B"},
                    place.under_ctest());
  one.ask("take_program_locks A.B lock:x");
  one.ask("begin_case A.B lock:x");
  one.ask("end_case passed");
  child_process two = start_test();
  two.send("begin_case A.C lock:x");
  wait_until_says(two, "waiting for lock:x");
  EXPECT_EQ(one.finish(), 0);
  EXPECT_EQ(two.receive(), "done");
}

TEST_F(locks_of_markers, are_told_to_programs_the_test_starts) {
  child_process test = start_test();
  const std::string holder = "=" + process_token(test.pid()) + " exclusive";
  test.ask("begin_case A.B lock:x;database:d");
  EXPECT_EQ(test.ask("environment PARALLEL_TESTING_HELD_LOCKS"),
            "database:d" + holder + ";lock:x" + holder);
  test.ask("end_case passed");
  EXPECT_EQ(test.ask("environment PARALLEL_TESTING_HELD_LOCKS"), "");
}

TEST_F(locks_of_markers, are_in_the_event_log_with_the_time_waited) {
  child_process one = start_test();
  one.ask("begin_case A.B lock:x:shared");
  child_process two = start_test();
  two.send("begin_case A.C lock:x");
  wait_until_says(two, "waiting for lock:x");
  one.ask("end_case passed");
  EXPECT_EQ(two.receive(), "done");
  two.ask("end_case passed");
  EXPECT_EQ(one.finish(), 0);
  EXPECT_EQ(two.finish(), 0);
  EXPECT_THAT(
      content_of(place.path("runs/run1/events.ndjson")),
      AllOf(ContainsRegex("\"event\":\"lock_acquire\".*\"key\":\"lock:x\","
                          "\"mode\":\"shared\",\"waited_ns\":[0-9]+\\}"),
            ContainsRegex("\"key\":\"lock:x\",\"mode\":\"exclusive\","
                          "\"waited_ns\":[1-9][0-9]*\\}"),
            ContainsRegex("\"event\":\"lock_release\".*\"key\":\"lock:x\"")));
}

}  // namespace
}  // namespace parallel_testing::unit
