// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <parallel_testing/error.hpp>
#include <parallel_testing/lock.hpp>

#include "support/child_process.hpp"
#include "support/scratch.hpp"
#include "support/wait_until.hpp"

namespace parallel_testing::unit {
namespace {

using testing::HasSubstr;

struct locks_by_name : testing::Test {
  scratch place;

  child_process start() const {
    return child_process({RUNTIME_PROBE}, place.by_hand());
  }

  child_process start_test(const std::string& run = "run1") const {
    return child_process({RUNTIME_PROBE, "adapter"}, place.under_ctest(run));
  }
};

TEST_F(locks_by_name, C20_exclude_other_processes) {
  child_process one = start();
  EXPECT_EQ(one.ask("lock x"), "locked");
  child_process two = start();
  two.send("lock x");
  wait_until_says(two, "waiting for lock:x, held by pid " +
                           std::to_string(one.pid()) + " runtime_probe");
  EXPECT_EQ(one.ask("drop"), "dropped");
  EXPECT_EQ(two.receive(), "locked");
}

TEST_F(locks_by_name, C20_do_not_exclude_other_names) {
  child_process one = start();
  child_process two = start();
  EXPECT_EQ(one.ask("lock x"), "locked");
  EXPECT_EQ(two.ask("lock y"), "locked");
  EXPECT_EQ(two.ask("lock X"), "locked");
}

TEST_F(locks_by_name, C33_are_free_when_their_holder_was_killed) {
  child_process one = start();
  EXPECT_EQ(one.ask("lock x"), "locked");
  child_process two = start();
  two.send("lock x");
  wait_until_says(two, "waiting for lock:x");
  one.kill();
  EXPECT_EQ(two.receive(), "locked");
}

TEST_F(locks_by_name, can_be_shared) {
  child_process one = start();
  child_process two = start();
  child_process writer = start();
  EXPECT_EQ(one.ask("lock x shared"), "locked");
  EXPECT_EQ(two.ask("lock x shared"), "locked");
  writer.send("lock x");
  wait_until_says(writer, "waiting for lock:x");
  EXPECT_EQ(one.ask("drop"), "dropped");
  two.kill();
  EXPECT_EQ(writer.receive(), "locked");
  child_process reader = start();
  reader.send("lock x shared");
  wait_until_says(reader, "waiting for lock:x");
  EXPECT_EQ(writer.ask("drop"), "dropped");
  EXPECT_EQ(reader.receive(), "locked");
}

TEST_F(locks_by_name, C73_exclude_tests_of_other_runs) {
  child_process one = start_test("run1");
  EXPECT_EQ(one.ask("lock x"), "locked");
  child_process two = start_test("run2");
  two.send("lock x");
  wait_until_says(two, "waiting for lock:x");
  EXPECT_EQ(one.finish(), 0);
  EXPECT_EQ(two.receive(), "locked");
}

TEST_F(locks_by_name, C28_that_a_marker_of_the_test_holds_are_not_waited_for) {
  child_process test = start_test();
  test.ask("begin_case A.B lock:x");
  EXPECT_EQ(test.ask("lock x"), "locked");
  EXPECT_EQ(test.ask("lock x shared"), "locked");
  test.ask("drop");
  child_process other = start();
  other.send("lock x");
  wait_until_says(other, "waiting for lock:x, held by pid " +
                             std::to_string(test.pid()) + " A.B");
  test.ask("end_case passed");
  EXPECT_EQ(other.receive(), "locked");
}

TEST_F(locks_by_name, C28_that_a_marker_holds_shared_cannot_be_had_alone) {
  child_process test = start_test();
  test.ask("begin_case A.B lock:x:shared");
  EXPECT_EQ(test.ask("lock x"),
            "error: lock 'x': a marker of this test holds it shared, so "
            "waiting for it would never end; mark the test lock:x");
  EXPECT_EQ(test.ask("lock x shared"), "locked");
}

TEST_F(locks_by_name, C28_that_the_test_holds_are_not_waited_for_by_helpers) {
  child_process test = start_test();
  test.ask("begin_case A.B lock:x");
  EXPECT_EQ(test.ask("program lock x"), "locked");
  EXPECT_EQ(test.ask("test_program lock x"), "locked");
}

TEST_F(locks_by_name, C28_are_not_waited_for_by_helpers) {
  child_process test = start_test();
  EXPECT_EQ(test.ask("lock x"), "locked");
  EXPECT_EQ(test.ask("program lock x"), "locked");
  EXPECT_EQ(test.ask("drop"), "dropped");
  EXPECT_EQ(test.ask("environment PARALLEL_TESTING_HELD_LOCKS"), "");
}

TEST_F(locks_by_name, C28_that_the_test_only_reads_are_refused_to_helpers) {
  child_process test = start_test();
  test.ask("begin_case A.B lock:x:shared");
  EXPECT_EQ(test.ask("program lock x shared"), "locked");
  EXPECT_EQ(test.ask("program lock x"),
            "error: 'lock:x': the test around this process holds it shared, so "
            "waiting for it would never end; mark that test lock:x");
}

TEST_F(locks_by_name, C28_are_not_waited_for_by_the_thread_that_has_them) {
  child_process one = start();
  EXPECT_EQ(one.ask("lock x"), "locked");
  EXPECT_EQ(one.ask("lock x"),
            "error: 'lock:x' is held already, so waiting for it would never "
            "end; take it once, and exclusively: mark the test lock:x");
  EXPECT_EQ(one.ask("drop"), "dropped");
  EXPECT_EQ(one.ask("lock x shared"), "locked");
  EXPECT_EQ(one.ask("lock x shared"), "locked");
}

TEST_F(locks_by_name, readers_let_a_writer_pass) {
  child_process early = start();
  EXPECT_EQ(early.ask("lock x shared"), "locked");
  child_process writer = start();
  writer.send("lock x");
  wait_until_says(writer, "waiting for lock:x");
  child_process late = start();
  late.send("lock x shared");
  wait_until_says(late, "waiting for lock:x");
  EXPECT_EQ(early.ask("drop"), "dropped");
  EXPECT_EQ(writer.receive(), "locked");
  EXPECT_EQ(writer.ask("drop"), "dropped");
  EXPECT_EQ(late.receive(), "locked");
}

TEST_F(locks_by_name, that_a_dead_test_had_are_waited_for) {
  child_process one = start();
  EXPECT_EQ(one.ask("lock x"), "locked");
  environment left_over = place.by_hand();
  left_over["PARALLEL_TESTING_HELD_LOCKS"] = "lock:x=1.1 exclusive";
  child_process daemon({RUNTIME_PROBE}, left_over);
  daemon.send("lock x");
  wait_until_says(daemon, "waiting for lock:x");
  EXPECT_EQ(one.ask("drop"), "dropped");
  EXPECT_EQ(daemon.receive(), "locked");
}

TEST_F(locks_by_name, pass_to_another_owner) {
  const auto reader = [] {
    return named_lock("unit-test-of-moving", lock_mode::shared);
  };
  named_lock one = reader();
  named_lock two = std::move(one);
  one = std::move(two);
  two = reader();
  two = std::move(one);
}

TEST_F(locks_by_name, have_plain_names) {
  for (const char* name : {"", "a b", "a/b", "../x", "a;b", "a:b", "ü"}) {
    EXPECT_THROW(static_cast<void>(named_lock{name}), error) << name;
  }
  try {
    const named_lock lock(std::string(101, 'x'));
    FAIL() << "was accepted";
  } catch (const error& problem) {
    EXPECT_THAT(problem.what(),
                HasSubstr("must be 1 to 100 of letters, digits, '_', '.'"));
  }
}

}  // namespace
}  // namespace parallel_testing::unit
