// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One test, many processes: what an emulator starts several times, and what
// starts itself again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "base/process_info.hpp"
#include "support/child_process.hpp"
#include "support/scratch.hpp"
#include "support/wait_until.hpp"

namespace parallel_testing::unit {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

struct copies : testing::Test {
  scratch place;

  /// What ctest started is this test, which plays an emulator.
  environment emulated() const {
    environment variables = place.under_ctest();
    variables["PARALLEL_TESTING_CTEST"] = process_token(::getppid());
    return variables;
  }

  child_process start_copy(const std::string& filter = "A.B") const {
    return child_process({RUNTIME_PROBE, "adapter", "--gtest_filter=" + filter},
                         emulated());
  }

  /// Another test of the same run.
  child_process start_other(const std::string& filter = "A.C") const {
    return child_process({RUNTIME_PROBE, "adapter", "--gtest_filter=" + filter},
                         place.under_ctest());
  }

  static void run_test(child_process& test) {
    EXPECT_EQ(test.ask("begin_case A.B"), "done");
    EXPECT_EQ(test.ask("end_case passed"), "done");
  }

  static constexpr const char* left =
      ", held by processes that another test left running";
};

TEST_F(copies, C86_share_worker_run_and_directory) {
  child_process one = start_copy();
  EXPECT_EQ(one.ask("worker"), "gw0 0 parallel");
  child_process two = start_copy();
  EXPECT_EQ(two.ask("worker"), "gw0 0 parallel");
  EXPECT_EQ(two.ask("run"), one.ask("run"));
  const std::string directory = one.ask("environment TMPDIR");
  EXPECT_EQ(two.ask("environment TMPDIR"), directory);
  EXPECT_EQ(two.ask("environment PARALLEL_TESTING_TEMP_DIR"), directory);
  child_process other = start_other();
  EXPECT_EQ(other.ask("worker"), "gw1 1 parallel");
  EXPECT_EQ(one.ask("index_in_run"), "0");
  EXPECT_EQ(two.ask("index_in_run"), "0");
  EXPECT_EQ(other.ask("index_in_run"), "1");
}

TEST_F(copies, C86_of_different_tests_are_different_tests) {
  child_process one = start_copy("A.B");
  EXPECT_EQ(one.ask("worker"), "gw0 0 parallel");
  EXPECT_EQ(start_copy("A.C").ask("worker"), "gw1 1 parallel");
}

TEST_F(copies, C86_join_locks_and_ports_instead_of_waiting) {
  const std::string markers = "lock:x;database:y:shared;port:24680;no_parallel";
  child_process one = start_copy();
  EXPECT_EQ(one.ask("take_program_locks A.B " + markers), "done");
  child_process two = start_copy();
  EXPECT_EQ(two.ask("take_program_locks A.B " + markers), "done");
  run_test(one);
  run_test(two);
  EXPECT_EQ(two.finish(), 0) << two.errors();
  EXPECT_EQ(one.finish(), 0) << one.errors();
}

TEST_F(copies, C86_that_start_together_do_not_wait_for_each_other) {
  child_process one = start_copy();
  child_process two = start_copy();
  one.ask("worker");
  two.ask("worker");
  // Both are in the run before either is alone in it.
  one.send("take_program_locks A.B no_parallel");
  two.send("take_program_locks A.B no_parallel");
  EXPECT_EQ(one.receive(), "done");
  EXPECT_EQ(two.receive(), "done");
}

TEST_F(copies, C86_wait_for_a_lock_that_another_test_holds) {
  child_process other = start_other();
  ASSERT_EQ(other.ask("take_program_locks A.C lock:x"), "done");
  child_process one = start_copy();
  child_process two = start_copy();
  one.send("take_program_locks A.B lock:x");
  wait_until_says(one, "waiting for lock:x");
  two.send("take_program_locks A.B lock:x");
  wait_until_says(two, "waiting for lock:x");
  run_test(other);
  other.finish();
  EXPECT_EQ(one.receive(), "done");
  EXPECT_EQ(two.receive(), "done");
}

TEST_F(copies, C86_keep_what_is_held_until_the_last_of_them_ends) {
  for (const std::string held : {"lock:x", "port 24681"}) {
    std::string marker = held;
    if (held[0] == 'p') marker.replace(4, 1, ":");
    for (const bool is_killed : {false, true}) {
      child_process one = start_copy();
      ASSERT_EQ(one.ask("take_program_locks A.B " + marker), "done");
      child_process two = start_copy();
      ASSERT_EQ(two.ask("take_program_locks A.B " + marker), "done");
      run_test(one);
      child_process other = start_other();
      ASSERT_EQ(other.ask("worker"), "gw1 1 parallel");
      other.send("take_program_locks A.C " + marker);
      wait_until_says(other, "waiting for " + held);
      if (is_killed) {
        one.kill();
      } else {
        EXPECT_EQ(one.finish(), 0) << one.errors();
      }
      wait_until_says(other, "waiting for " + held + left);
      run_test(two);
      EXPECT_EQ(two.finish(), 0) << two.errors();
      EXPECT_EQ(other.receive(), "done");
    }
  }
}

TEST_F(copies, C86_are_served_before_others_that_wait_for_their_test) {
  for (const std::string held : {"lock:x", "port 24682"}) {
    std::string marker = held;
    if (held[0] == 'p') marker.replace(4, 1, ":");
    for (const bool is_first_alive : {true, false}) {
      SCOPED_TRACE(held + (is_first_alive ? " is held" : " was held"));
      child_process one = start_copy();
      ASSERT_EQ(one.ask("take_program_locks A.B " + marker), "done");
      child_process two = start_copy();
      ASSERT_EQ(two.ask("worker"), one.ask("worker"));
      child_process other = start_other();
      other.send("take_program_locks A.C " + marker);
      wait_until_says(other, "waiting for " + held);
      run_test(one);
      if (!is_first_alive) {
        EXPECT_EQ(one.finish(), 0) << one.errors();
        wait_until_says(other, "waiting for " + held + left);
      }
      EXPECT_EQ(two.ask("take_program_locks A.B " + marker), "done");
      run_test(two);
      if (is_first_alive) {
        EXPECT_EQ(one.finish(), 0) << one.errors();
      }
      EXPECT_EQ(two.finish(), 0) << two.errors();
      EXPECT_EQ(other.receive(), "done");
    }
  }
}

TEST_F(copies, C86_are_let_pass_by_others_before_them_in_the_line) {
  child_process holder = start_other("A.D");
  ASSERT_EQ(holder.ask("take_program_locks A.D lock:x"), "done");
  child_process one = start_copy();
  one.send("take_program_locks A.B lock:x");
  wait_until_says(one, "waiting for lock:x");
  child_process other = start_other();
  other.send("take_program_locks A.C lock:x");
  wait_until_says(other, "waiting for lock:x");
  child_process two = start_copy();
  two.send("take_program_locks A.B lock:x");
  wait_until_says(two, "waiting for lock:x");
  holder.kill();
  EXPECT_EQ(one.receive(), "done");
  run_test(one);
  EXPECT_EQ(one.finish(), 0) << one.errors();
  EXPECT_EQ(two.receive(), "done");
  run_test(two);
  EXPECT_EQ(two.finish(), 0) << two.errors();
  EXPECT_EQ(other.receive(), "done");
}

TEST_F(copies, C86_keep_the_run_to_themselves_until_the_last_of_them_ends) {
  child_process one = start_copy();
  ASSERT_EQ(one.ask("take_program_locks A.B no_parallel"), "done");
  child_process two = start_copy();
  ASSERT_EQ(two.ask("take_program_locks A.B no_parallel"), "done");
  child_process other = start_other();
  wait_until_says(other, "waiting to join the run");
  one.kill();
  wait_until_says(other, left);
  two.kill();
  EXPECT_EQ(other.ask("worker"), "gw1 1 parallel");
}

TEST_F(copies, C86_keep_their_worker_until_the_last_of_them_ends) {
  child_process one = start_copy();
  ASSERT_EQ(one.ask("worker"), "gw0 0 parallel");
  child_process two = start_copy();
  ASSERT_EQ(two.ask("worker"), "gw0 0 parallel");
  one.kill();
  EXPECT_EQ(start_other().ask("worker"), "gw1 1 parallel");
  child_process three = start_copy();
  EXPECT_EQ(three.ask("worker"), "gw0 0 parallel") << "a copy joins late";
  two.kill();
  three.kill();
  EXPECT_EQ(start_other().ask("worker"), "gw0 0 parallel");
}

TEST_F(copies, C86_leave_the_directory_to_the_last_of_them) {
  child_process one = start_copy();
  const std::string directory = one.ask("environment TMPDIR");
  child_process two = start_copy();
  two.ask("worker");
  run_test(one);
  EXPECT_EQ(one.finish(), 0);
  EXPECT_TRUE(fs::exists(directory));
  run_test(two);
  EXPECT_EQ(two.finish(), 0);
  EXPECT_FALSE(fs::exists(directory));
}

TEST_F(copies, C45_C86_keep_the_directory_when_one_of_them_failed) {
  child_process one = start_copy();
  const std::string directory = one.ask("environment TMPDIR");
  child_process two = start_copy();
  one.ask("begin_case A.B");
  one.ask("fail");
  one.ask("end_case failed");
  one.finish();
  run_test(two);
  two.finish();
  EXPECT_TRUE(fs::exists(directory));
}

TEST_F(copies, C86_count_when_one_of_them_runs_the_test) {
  child_process watches = start_copy();
  watches.ask("worker");
  child_process runs = start_copy();
  runs.ask("worker");
  EXPECT_EQ(watches.finish(), 0) << watches.errors();
  run_test(runs);
  EXPECT_EQ(runs.finish(), 0);
}

TEST_F(copies, C86_fail_when_none_of_them_runs_the_test) {
  child_process one = start_copy();
  one.ask("worker");
  child_process two = start_copy();
  two.ask("worker");
  one.finish();
  EXPECT_NE(two.finish(), 0);
  EXPECT_THAT(two.errors(), HasSubstr("before the test framework ran 'A.B'"));
}

TEST_F(copies, C88_one_that_died_in_the_test_fails_the_others) {
  child_process one = start_copy();
  child_process two = start_copy();
  one.ask("begin_case A.B");
  run_test(two);
  one.kill();
  EXPECT_NE(two.finish(), 0);
  EXPECT_THAT(two.errors(), HasSubstr("in the middle of the test 'A.B'"));
}

TEST_F(copies, C86_behind_a_shell_are_tests_of_the_run) {
  child_process test({"sh", "-c", "\"$@\"; exit $?", "sh", RUNTIME_PROBE,
                      "adapter", "--gtest_filter=A.B"},
                     place.under_ctest());
  EXPECT_EQ(test.ask("worker"), "gw0 0 parallel");
  EXPECT_THAT(test.ask("run"), HasSubstr("run1 "));
  const std::string directory = test.ask("environment TMPDIR");
  run_test(test);
  EXPECT_EQ(test.finish(), 0);
  EXPECT_FALSE(fs::exists(directory));
}

TEST_F(copies, C86_one_after_the_other_behind_a_shell_have_all_they_need) {
  child_process tests({"sh", "-c", "\"$@\" && echo next && exec \"$@\"", "sh",
                       RUNTIME_PROBE, "adapter", "--gtest_filter=A.B"},
                      place.under_ctest());
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(tests.ask("worker"), "gw0 0 parallel");
    EXPECT_EQ(tests.ask("take_program_locks A.B lock:x;port:24682"), "done");
    run_test(tests);
    if (round == 1) break;
    tests.send("exit 0");
    EXPECT_EQ(tests.receive(), "next");
  }
  EXPECT_EQ(tests.finish(), 0);
}

struct again : copies {
  child_process test = start_other("A.B");
};

TEST_F(again, C86_a_program_that_starts_itself_is_the_same_test) {
  EXPECT_EQ(test.ask("again worker"), "gw0 0 parallel");
  EXPECT_EQ(test.ask("again run"), test.ask("run"));
  EXPECT_EQ(test.ask("again environment TMPDIR"),
            test.ask("environment TMPDIR"));
  EXPECT_EQ(test.ask("again again worker"), "gw0 0 parallel");
}

TEST_F(again, C86_the_test_counts_that_it_runs_there) {
  test.ask("take_program_locks A.B lock:x;port:24683;no_parallel");
  EXPECT_EQ(test.ask("again take_program_locks A.B "
                     "lock:x;port:24683;no_parallel ; begin_case A.B ; "
                     "end_case passed"),
            "done");
  EXPECT_EQ(test.finish(), 0) << test.errors();
}

TEST_F(again, C86_a_crash_there_is_the_test_s) {
  for (const char* end : {"abort", "exit 0", "quick_exit 0"}) {
    child_process each = start_other("A.D");
    each.ask(std::string("again begin_case A.D ; ") + end);
    EXPECT_NE(each.finish(), 0) << end;
    EXPECT_THAT(each.errors(), HasSubstr("in the middle of the test 'A.D'"))
        << end;
  }
}

TEST_F(again, C86_the_directory_goes_with_the_program_that_made_it) {
  const std::string directory = test.ask("environment TMPDIR");
  test.ask("again begin_case A.B ; end_case passed");
  EXPECT_TRUE(fs::exists(directory));
  EXPECT_EQ(test.finish(), 0);
  EXPECT_FALSE(fs::exists(directory));
}

TEST_F(again, C17_another_test_of_the_same_program_is_another_test) {
  EXPECT_EQ(test.ask("test_program worker"), "master 0 alone");
}

TEST_F(again, C86_by_hand_it_is_the_same_run) {
  child_process by_hand({RUNTIME_PROBE, "adapter", "--gtest_filter=A.B"},
                        place.by_hand());
  EXPECT_EQ(by_hand.ask("again worker"), "master 0 alone");
  EXPECT_EQ(by_hand.ask("again run"), by_hand.ask("run"));
}

TEST_F(again, C86_a_program_that_executes_itself_has_its_worker_back) {
  ASSERT_EQ(test.ask("worker"), "gw0 0 parallel");
  child_process other = start_other("A.C");
  ASSERT_EQ(other.ask("worker"), "gw1 1 parallel");
  child_process third = start_other("A.D");
  ASSERT_EQ(third.ask("worker"), "gw2 2 parallel");
  test.kill();
  EXPECT_EQ(third.ask("exec"), "executed");
  EXPECT_EQ(third.ask("worker"), "gw2 2 parallel");
}

}  // namespace
}  // namespace parallel_testing::unit
