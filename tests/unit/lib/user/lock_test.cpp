// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <parallel_testing/error.hpp>
#include <parallel_testing/lock.hpp>
#include <parallel_testing/names.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "process/process.hpp"
#include "support/forked_child.hpp"
#include "support/probed.hpp"
#include "support/wait_until.hpp"

namespace parallel_testing::unit {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

struct locks_by_name : probed {
  child_process start() const {
    return child_process({RUNTIME_PROBE}, place.by_hand());
  }

  /// What happened to locks, in order, as the event log has it.
  std::vector<std::string> lock_events() const {
    std::istringstream log(content_of(place.path("runs/run1/events.ndjson")));
    std::vector<std::string> names;
    for (std::string line; std::getline(log, line);) {
      const std::size_t at = line.find("\"lock_");
      if (at != line.npos) {
        names.push_back(line.substr(at + 1, line.find('"', at + 1) - at - 1));
      }
    }
    return names;
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

TEST_F(locks_by_name, C20_exclude_other_threads_of_the_process) {
  child_process one = start_test();
  EXPECT_EQ(one.ask("lock x"), "locked");
  EXPECT_EQ(one.ask("background lock x"), "started");
  wait_until_says(
      one, "waiting for lock:x, held by pid " + std::to_string(one.pid()));
  EXPECT_EQ(one.ask("drop_locks"), "dropped");
  EXPECT_EQ(one.ask("join"), "locked");
  EXPECT_THAT(lock_events(),
              ElementsAre("lock_acquire", "lock_release", "lock_acquire"));
}

TEST_F(locks_by_name, C20_of_a_writer_wait_for_readers_in_other_threads) {
  child_process one = start_test();
  EXPECT_EQ(one.ask("lock x shared"), "locked");
  EXPECT_EQ(one.ask("thread lock x shared"), "locked");
  EXPECT_EQ(one.ask("background lock x"), "started");
  wait_until_says(one, "waiting for lock:x");
  EXPECT_EQ(one.ask("drop_locks"), "dropped");
  EXPECT_EQ(one.ask("join"), "locked");
}

TEST_F(locks_by_name, C20_outlive_the_thread_that_took_them) {
  // The next thread may have the number of the one that has ended.
  child_process one = start_test();
  EXPECT_EQ(one.ask("thread lock x"), "locked");
  EXPECT_EQ(one.ask("background lock x"), "started");
  wait_until_says(one, "waiting for lock:x");
  EXPECT_EQ(one.ask("drop_locks"), "dropped");
  EXPECT_EQ(one.ask("join"), "locked");
}

TEST_F(locks_by_name, C20_differ_in_case_and_in_any_character) {
  child_process one = start();
  EXPECT_EQ(one.ask("lock a"), "locked");
  child_process two = start();
  for (const char* name : {"A", "aa", "a.", "a-", "a_", "lock"}) {
    EXPECT_EQ(two.ask(std::string("lock ") + name), "locked") << name;
  }
  // Longer than what is taken into the name of a file.
  const std::string longest(99, 'x');
  EXPECT_EQ(one.ask("lock " + longest + "1"), "locked");
  EXPECT_EQ(two.ask("lock " + longest + "2"), "locked");
  EXPECT_THAT(two.errors(), Not(HasSubstr("waiting")));
}

TEST_F(locks_by_name, C83_that_look_like_a_process_are_like_all_others) {
  // A holder is noted as <pid>.<start>, and siblings add @<pid>.
  child_process test = start_test();
  const std::string name = std::to_string(test.pid()) + ".1";
  test.ask("begin_case A.B lock:" + name);
  EXPECT_EQ(test.ask("lock " + name), "locked");
  EXPECT_EQ(test.ask("program lock " + name), "locked");
  EXPECT_EQ(test.ask("test_program lock " + name), "locked");
  child_process other = start();
  other.send("lock " + name);
  wait_until_says(other, "waiting for lock:" + name + ", held by pid " +
                             std::to_string(test.pid()) + " A.B");
  test.ask("drop");
  test.ask("end_case passed");
  EXPECT_EQ(other.receive(), "locked");
}

TEST_F(locks_by_name, C75_are_not_taken_through_a_planted_link) {
  child_process one = start();
  EXPECT_EQ(one.ask("lock x"), "locked");
  EXPECT_EQ(one.ask("drop"), "dropped");
  const fs::path locks = place.state() + "/locks";
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(locks)) {
    if (entry.path().extension() != ".line") files.push_back(entry.path());
  }
  ASSERT_EQ(files.size(), 1U);
  write_to(place.path("elsewhere"), "");
  fs::remove(files[0]);
  fs::create_symlink(place.path("elsewhere"), files[0]);
  EXPECT_THAT(one.ask("lock x"),
              AllOf(HasSubstr("error: cannot open lock file '" +
                              files[0].string() + "'"),
                    HasSubstr(std::strerror(ELOOP))));
  EXPECT_EQ(content_of(place.path("elsewhere")), "");
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
            "error: 'lock:x': the test that started this process holds it "
            "shared, so waiting for it would never end; mark that test lock:x");
}

TEST_F(locks_by_name, C28_are_not_waited_for_by_the_thread_that_has_them) {
  child_process one = start();
  EXPECT_EQ(one.ask("lock x"), "locked");
  EXPECT_EQ(
      one.ask("lock x"),
      "error: this test already holds 'lock:x', so waiting for it would never "
      "end; take it only once, and exclusively: mark the test lock:x");
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
  const std::string name = unique_resource_name();
  const environment same_state{
      {"PARALLEL_TESTING_STATE_DIR", process::current().state().path}};
  child_process other({RUNTIME_PROBE}, same_state);
  named_lock one{name};
  named_lock two = std::move(one);
  one = named_lock{name + "-1"};  // holds nothing before, so lets nothing go
  {
    named_lock three = std::move(two);
    two = std::move(three);
  }
  other.send("lock " + name);
  wait_until_says(other, "waiting for lock:" + name + ", held by pid " +
                             std::to_string(::getpid()));
  two = named_lock{name + "-2"};  // lets go of what it had
  EXPECT_EQ(other.receive(), "locked");
  EXPECT_EQ(other.ask("drop"), "dropped");
  other.send("lock " + name + "-1");
  wait_until_says(other, "waiting for lock:" + name + "-1");
  { const named_lock last = std::move(one); }
  EXPECT_EQ(other.receive(), "locked");
}

TEST_F(locks_by_name, C33_stay_with_a_forked_child_until_it_ends) {
  const std::string name = unique_resource_name();
  child_process other({RUNTIME_PROBE}, {{"PARALLEL_TESTING_STATE_DIR",
                                         process::current().state().path}});
  auto lock = std::make_unique<named_lock>(name);
  forked_child child([](parent& test) { test.wait(); });
  lock.reset();
  other.send("lock " + name);
  wait_until_says(other, "waiting for lock:" + name);
  EXPECT_EQ(child.finish(), 0);
  EXPECT_EQ(other.receive(), "locked");
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
                HasSubstr("must be 1 to 100 letters, digits, '_', '.'"));
  }
}

}  // namespace
}  // namespace parallel_testing::unit
