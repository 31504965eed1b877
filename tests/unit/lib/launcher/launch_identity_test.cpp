// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <signal.h>

#include <filesystem>
#include <set>

#include "launched.hpp"
#include "support/wait_until.hpp"

namespace parallel_testing::launcher {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using unit::child_process;

using launcher_identity = launched;

TEST_F(launcher_identity, any_program_is_told_who_it_is) {
  child_process shows =
      start_shell({},
                  "echo $PARALLEL_TESTING_WORKER $PARALLEL_TESTING_RUN_ID "
                  "$PARALLEL_TESTING_TEST_NAME");
  EXPECT_EQ(shows.receive(), "gw0 run1 the test");
}

TEST_F(launcher_identity, temporary_files_go_to_a_directory_of_its_own) {
  child_process shows = start_shell(
      {},
      "echo $TMPDIR; echo $TMP; echo $TEMP; echo $PARALLEL_TESTING_TEMP_DIR;"
      "touch $TMPDIR/file; read line");
  const std::string directory = shows.receive();
  EXPECT_THAT(directory,
              AllOf(StartsWith(place.temp_root()), HasSubstr("gw0")));
  for (int other = 0; other < 3; ++other) EXPECT_EQ(shows.receive(), directory);
  shows.finish();
}

TEST_F(launcher_identity, C45_the_directory_goes_when_the_test_passed) {
  child_process passes = start_shell({}, "echo $TMPDIR");
  const std::string directory = passes.receive();
  EXPECT_EQ(passes.finish(), 0);
  EXPECT_FALSE(std::filesystem::exists(directory));
  child_process fails = start_shell({}, "echo $TMPDIR; exit 3");
  const std::string kept = fails.receive();
  EXPECT_EQ(fails.finish(), 3);
  EXPECT_TRUE(std::filesystem::exists(kept));
  EXPECT_THAT(fails.errors(), HasSubstr("kept " + kept));
}

TEST_F(launcher_identity, C12_two_at_once_have_the_lowest_workers) {
  const std::string script = "echo $PARALLEL_TESTING_WORKER; read line";
  child_process one = start_shell({}, script);
  EXPECT_EQ(one.receive(), "gw0");
  child_process two = start_shell({}, script);
  EXPECT_EQ(two.receive(), "gw1");
  one.kill();
  child_process three = start_shell({}, script);
  EXPECT_EQ(three.receive(), "gw0");
}

TEST_F(launcher_identity, C20_locks_are_held_for_exactly_its_life) {
  child_process one =
      start_shell({"--markers=lock:x"}, "echo in; read line; true");
  EXPECT_EQ(one.receive(), "in");
  child_process two = start_shell({"--markers=lock:x"}, "echo in");
  unit::wait_until_says(two, "waiting for lock:x");
  EXPECT_EQ(one.finish(), 0);
  EXPECT_EQ(two.receive(), "in");
  EXPECT_EQ(two.finish(), 0);
}

TEST_F(launcher_identity, C19_no_parallel_excludes_the_rest_of_the_run) {
  child_process one = start_shell({}, "echo in; read line; true");
  EXPECT_EQ(one.receive(), "in");
  child_process alone = start_shell({"--markers=no_parallel"}, "echo in");
  unit::wait_until_says(alone, "waiting for the other tests");
  EXPECT_EQ(one.finish(), 0);
  EXPECT_EQ(alone.receive(), "in");
}

TEST_F(launcher_identity, C51_ports_are_reserved_and_told) {
  const std::string script =
      "echo $PARALLEL_TESTING_PORT_1 $PARALLEL_TESTING_PORT_2; read line";
  child_process one = start_shell({"--markers=ports:2"}, script);
  child_process two = start_shell({"--markers=ports:2"}, script);
  std::istringstream text(one.receive() + " " + two.receive());
  std::set<int> ports;
  for (int port = 0; text >> port;) ports.insert(port);
  EXPECT_EQ(ports.size(), 4U);
}

TEST_F(launcher_identity, a_test_program_takes_over_what_the_launcher_took) {
  child_process test =
      start({"--markers=lock:x"}, {probe, "adapter", "--gtest_filter=A.B"});
  EXPECT_EQ(test.ask("worker"), "gw0 0 parallel");
  EXPECT_EQ(test.ask("take_program_locks A.B lock:x"), "done");
  EXPECT_EQ(test.ask("begin_case A.B lock:x"), "done");
  child_process next =
      start({"--markers=lock:x"}, {probe, "adapter", "--gtest_filter=A.C"});
  unit::wait_until_says(next, "waiting for lock:x");
  EXPECT_EQ(test.ask("end_case passed"), "done");
  EXPECT_EQ(test.finish(), 0);
  EXPECT_EQ(next.ask("worker"), "gw1 1 parallel");
  EXPECT_FALSE(std::filesystem::exists(place.path("state/locks/lock_x@")));
}

TEST_F(launcher_identity, C28_what_the_launcher_holds_shared_is_not_upgraded) {
  child_process other = start({"--markers=lock:x:shared"}, {probe});
  child_process test = start({"--markers=lock:x:shared"},
                             {probe, "adapter", "--gtest_filter=A.B"});
  EXPECT_EQ(test.ask("lock x shared"), "locked");
  EXPECT_EQ(test.ask("lock x"),
            "error: lock 'x': a marker of this test holds it shared, so "
            "waiting for it would never end; mark the test lock:x");
  // A program without adapter, and one that the test starts.
  for (const std::string& answer :
       {other.ask("lock x"), test.ask("program lock x")}) {
    EXPECT_EQ(
        answer,
        "error: 'lock:x': the test that started this process holds it shared, "
        "so waiting for it would never end; mark that test lock:x");
  }
}

TEST_F(launcher_identity, C28_a_marker_does_not_upgrade_what_is_held_shared) {
  for (const char* command : {"take_program_locks", "begin_case"}) {
    child_process test = start({"--markers=lock:x:shared"},
                               {probe, "adapter", "--gtest_filter=A.B"});
    EXPECT_EQ(test.ask(std::string(command) + " A.B lock:x"), "") << command;
    EXPECT_NE(test.finish(), 0) << command;
    EXPECT_THAT(
        test.errors(),
        HasSubstr("this test already holds 'lock:x', so waiting for it "
                  "would never end; take it only once, and exclusively"))
        << command;
  }
}

TEST_F(launcher_identity, C19_no_parallel_of_the_launcher_is_that_of_its_test) {
  child_process test = start({"--markers=no_parallel"},
                             {probe, "adapter", "--gtest_filter=A.B"});
  EXPECT_EQ(test.ask("take_program_locks A.B no_parallel"), "done");
  EXPECT_EQ(test.ask("begin_case A.B no_parallel"), "done");
  EXPECT_EQ(test.ask("end_case passed"), "done");
  EXPECT_EQ(test.finish(), 0);
  int acquired = 0;
  for (const std::string& event : events()) {
    if (event.find("\"lock_acquire\"") != event.npos) ++acquired;
  }
  EXPECT_EQ(acquired, 1);
}

/// As xvfb-run and dbus-run-session start a program.
constexpr const char* forks = "\"$@\"; exit $?";

TEST_F(launcher_identity, C86_a_test_program_behind_a_shell_is_the_test) {
  child_process test =
      start({"--markers=lock:x"},
            {"sh", "-c", forks, "sh", probe, "adapter", "--gtest_filter=A.B"});
  EXPECT_EQ(test.ask("worker"), "gw0 0 parallel");
  EXPECT_EQ(test.ask("environment PARALLEL_TESTING_RUN_ID"), "run1");
  EXPECT_EQ(test.ask("take_program_locks A.B lock:x"), "done");
  EXPECT_EQ(test.ask("begin_case A.B lock:x"), "done");
  EXPECT_EQ(test.ask("end_case passed"), "done");
  EXPECT_EQ(test.finish(), 0) << test.errors();
}

TEST_F(launcher_identity, C86_a_test_program_behind_a_shell_has_to_run) {
  child_process test = start(
      {}, {"sh", "-c", forks, "sh", probe, "adapter", "--gtest_filter=A.B"});
  EXPECT_EQ(test.ask("worker"), "gw0 0 parallel");
  EXPECT_NE(test.finish(), 0);
  EXPECT_THAT(test.errors(), HasSubstr("before the test framework ran 'A.B'"));
}

TEST_F(launcher_identity, C86_a_test_program_may_start_itself_again) {
  child_process test = start({"--markers=lock:x,no_parallel"},
                             {probe, "adapter", "--gtest_filter=A.B"});
  const std::string locks = "take_program_locks A.B lock:x;no_parallel;lock:y";
  EXPECT_EQ(test.ask(locks), "done");
  EXPECT_EQ(test.ask("again worker"), "gw0 0 parallel");
  EXPECT_EQ(test.ask("again " + locks), "done");
  EXPECT_EQ(test.ask("again begin_case A.B ; end_case passed"), "done");
  EXPECT_EQ(test.ask("exec"), "executed");
  EXPECT_EQ(test.ask("worker"), "gw0 0 parallel");
  EXPECT_EQ(test.ask("begin_case A.B"), "done");
  EXPECT_EQ(test.ask("end_case passed"), "done");
  EXPECT_EQ(test.finish(), 0) << test.errors();
}

TEST_F(launcher_identity, C17_another_program_that_a_test_starts_is_its_own) {
  child_process test = start({}, {probe, "adapter", "--gtest_filter=A.B"});
  EXPECT_EQ(test.ask("test_program worker"), "master 0 alone");
  EXPECT_EQ(test.ask("test_program exec"), "executed");
}

TEST_F(launcher_identity, the_event_log_has_one_process_per_launched_test) {
  child_process test =
      start({"--markers=lock:x"}, {probe, "adapter", "--gtest_filter=A.B"});
  EXPECT_EQ(test.ask("begin_case A.B lock:x"), "done");
  EXPECT_EQ(test.ask("end_case passed"), "done");
  EXPECT_EQ(test.finish(), 0);
  int starts = 0;
  int finishes = 0;
  int acquired = 0;
  for (const std::string& event : events()) {
    if (event.find("\"process_start\"") != event.npos) ++starts;
    if (event.find("\"process_finish\"") != event.npos) ++finishes;
    if (event.find("\"lock_acquire\"") != event.npos) ++acquired;
  }
  EXPECT_EQ(starts, 1);
  EXPECT_EQ(finishes, 1);
  EXPECT_EQ(acquired, 1);
  EXPECT_THAT(events(), Contains(AllOf(HasSubstr("\"launch_finish\""),
                                       HasSubstr("\"end\":\"exit\""),
                                       HasSubstr("\"test\":\"the test\""))));
  EXPECT_THAT(events(), Contains(AllOf(HasSubstr("\"process_start\""),
                                       HasSubstr(probe))));
}

TEST_F(launcher_identity, peak_memory_and_cpu_time_are_those_of_the_test) {
  // The program's, not the few pages of the launcher.
  EXPECT_EQ(run({}, "x=$(head -c 20000000 /dev/zero | tr '\\0' x); true"), 0);
  std::string finish;
  for (const std::string& event : events()) {
    if (event.find("\"process_finish\"") != event.npos) finish = event;
  }
  const std::string field = "\"max_rss_kib\":";
  const std::size_t at = finish.find(field);
  ASSERT_NE(at, finish.npos);
  EXPECT_GT(std::stol(finish.substr(at + field.size())), 15000);
}

TEST_F(launcher_identity, inherited_variables_of_the_launcher_do_not_stay) {
  more["PARALLEL_TESTING_TIMEOUT"] = "60 key";
  child_process shows = start_shell({}, "env; echo");
  std::string all;
  for (std::string line; !(line = shows.receive()).empty();) all += line + "\n";
  EXPECT_THAT(all, Not(HasSubstr("PARALLEL_TESTING_TIMEOUT")));
  EXPECT_THAT(all, HasSubstr("PARALLEL_TESTING_SUPERVISED="));
}

}  // namespace
}  // namespace parallel_testing::launcher
