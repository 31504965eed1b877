// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <signal.h>

#include <cstdlib>
#include <sstream>

#include "base/process_tree.hpp"
#include "launched.hpp"

namespace parallel_testing::launcher {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using unit::child_process;

struct leaks : launched {
  /// Leaves a process behind and prints its number.
  static constexpr const char* script =
      "sleep 1000 >/dev/null 2>&1 </dev/null & echo $!";

  static bool is_there(const std::string& pid) {
    return ::kill(std::stoi(pid), 0) == 0;
  }

  /// Nobody may have waited for it yet.
  static bool is_dead(const std::string& pid) {
    const process_status seen =
        parse_stat(unit::content_of("/proc/" + pid + "/stat"));
    return seen.pid == 0 || is_dying(seen);
  }
};

TEST_F(leaks, C69_fail_the_test_and_are_named_and_ended) {
  child_process test = start_shell({}, script);
  const std::string pid = test.receive();
  EXPECT_EQ(test.finish(), 1);
  EXPECT_FALSE(is_there(pid));
  EXPECT_THAT(test.errors(),
              AllOf(HasSubstr("'the test' left processes behind"),
                    HasSubstr("\n  " + pid + " ")));
  EXPECT_THAT(events(), Contains(AllOf(HasSubstr("\"launch_left\""),
                                       HasSubstr("\"process\":" + pid))));
}

TEST_F(leaks, C69_are_found_in_sessions_of_their_own) {
  child_process test =
      start_shell({},
                  "setsid sh -c 'echo $$; exec sleep 1000 >&2' &"
                  "wait_for=; read line");
  const std::string pid = test.receive();
  EXPECT_EQ(test.finish(), 1);
  EXPECT_FALSE(is_there(pid));
}

TEST_F(leaks, C69_that_keep_stdout_open_do_not_hold_up_ctest) {
  child_process test = start_shell({}, "echo here; sleep 1000 &");
  EXPECT_EQ(test.receive(), "here");
  EXPECT_EQ(test.receive(), "");  // all writers are gone
  EXPECT_EQ(test.finish(), 1);
}

TEST_F(leaks, are_warned_about_where_the_policy_says_so) {
  child_process test = start_shell({"--markers=leak:warn"}, script);
  const std::string pid = test.receive();
  EXPECT_EQ(test.finish(), 0);
  EXPECT_FALSE(is_there(pid));
  EXPECT_THAT(test.errors(), HasSubstr("\n  " + pid + " "));
}

TEST_F(leaks, are_left_alone_where_the_policy_allows_them) {
  child_process test = start_shell({"--markers=leak:allow"}, script);
  const std::string pid = test.receive();
  EXPECT_EQ(test.finish(), 0);
  EXPECT_TRUE(is_there(pid));
  EXPECT_THAT(own_errors(test), IsEmpty());
  ::kill(std::stoi(pid), SIGKILL);
}

TEST_F(leaks, C69_that_are_allowed_still_cannot_keep_ctest_waiting) {
  child_process test = start_shell({"--markers=leak:allow,grace:0.2"},
                                   "echo here; sleep 1000 &");
  EXPECT_EQ(test.receive(), "here");
  EXPECT_EQ(test.receive(), "");
  EXPECT_EQ(test.finish(), 0);
  EXPECT_THAT(test.errors(), HasSubstr("sleep 1000"));
}

TEST_F(leaks, C69_a_tree_of_processes_is_named_in_full) {
  child_process test = start_shell(
      {},
      "mkfifo $TMPDIR/ids; "
      "sh -c 'sh -c \"sleep 1000 & echo \\$PPID \\$\\$ \\$! >$0; wait\"; :' "
      "$TMPDIR/ids >/dev/null 2>&1 & cat $TMPDIR/ids");
  std::istringstream pids(test.receive());
  EXPECT_EQ(test.finish(), 1);
  int count = 0;
  for (std::string pid; pids >> pid; ++count) {
    EXPECT_THAT(test.errors(), HasSubstr("\n  " + pid + " "));
    EXPECT_THAT(events(), Contains(AllOf(HasSubstr("\"launch_left\""),
                                         HasSubstr("\"process\":" + pid))));
    EXPECT_FALSE(is_there(pid));
  }
  EXPECT_EQ(count, 3);
}

TEST_F(leaks, C69_that_are_allowed_and_print_errors_cannot_keep_ctest_waiting) {
  // ctest waits for the end of either stream.
  child_process test({"sh", "-c",
                      "exec 2>&1 >/dev/null " LAUNCHER
                      " --name=t --markers=leak:allow,grace:0.2 -- sh -c "
                      "'sleep 1000 >/dev/null & echo $! >&2'"},
                     place.under_ctest());
  const std::string pid = test.receive();
  std::string said;
  for (std::string line; !(line = test.receive()).empty();) said += line;
  EXPECT_EQ(test.finish(), 0);
  EXPECT_FALSE(is_there(pid));
  EXPECT_THAT(said, HasSubstr("  " + pid + " "));
}

TEST_F(leaks, C69_a_writer_deaf_to_sigterm_is_killed_and_a_quiet_one_is_kept) {
  child_process test =
      start_shell({"--markers=leak:allow,grace:0.2"},
                  "sleep 1000 >/dev/null 2>&1 & echo $!; mkfifo $TMPDIR/up; "
                  "sh -c 'trap \"\" TERM; echo > $0; exec sleep 1000' "
                  "$TMPDIR/up & echo $!; cat $TMPDIR/up >/dev/null");
  const std::string quiet = test.receive();
  const std::string writer = test.receive();
  EXPECT_EQ(test.receive(), "");  // all writers are gone
  EXPECT_EQ(test.finish(), 0);
  EXPECT_TRUE(is_there(quiet));
  EXPECT_TRUE(is_dead(writer));
  EXPECT_THAT(test.errors(), AllOf(HasSubstr("\n  " + writer + " "),
                                   Not(HasSubstr("\n  " + quiet + " "))));
  EXPECT_THAT(events(), Contains(AllOf(HasSubstr("\"process\":" + quiet),
                                       HasSubstr("\"allowed\""))));
  ::kill(std::stoi(quiet), SIGKILL);
}

TEST_F(leaks, C69_what_a_writer_starts_while_it_is_ended_is_ended_as_well) {
  // Its sleep ends, it starts another one, and is killed itself.
  child_process test = start_shell(
      {"--markers=leak:allow,grace:0.2"},
      "sleep 1000 >/dev/null 2>&1 & echo $!; mkfifo $TMPDIR/up; "
      "sh -c 'trap : TERM; echo > $0; while :; do sleep 1000; done' "
      "$TMPDIR/up & cat $TMPDIR/up >/dev/null");
  const std::string quiet = test.receive();
  EXPECT_EQ(test.receive(), "");  // all writers are gone
  EXPECT_EQ(test.finish(), 0);
  EXPECT_TRUE(is_there(quiet));
  ::kill(std::stoi(quiet), SIGKILL);
}

TEST_F(leaks, that_are_stopped_are_woken_to_clean_up) {
  const std::string file = place.path("tidied");
  child_process test = start_shell(
      {"--markers=grace:60"},
      "mkfifo $TMPDIR/up; sh -c 'trap \"echo tidied >" + file +
          "; exit\" TERM; echo > $0; kill -STOP $$; while :; do sleep 0.01; "
          "done' $TMPDIR/up >/dev/null 2>&1 & cat $TMPDIR/up; "
          "until grep -q \"State:.T\" /proc/$!/status; do :; done");
  EXPECT_EQ(test.receive(), "");
  EXPECT_EQ(test.finish(), 1);
  EXPECT_EQ(unit::content_of(file), "tidied\n");
}

TEST_F(leaks, that_ignore_sigterm_are_killed_after_the_grace) {
  child_process test = start_shell(
      {"--markers=grace:0.1"},
      "sh -c 'trap \"\" TERM; echo $$; while :; do sleep 1000; done' 2>&- & "
      "read line");
  const std::string pid = test.receive();
  EXPECT_EQ(test.finish(), 1);
  EXPECT_FALSE(is_there(pid));
}

TEST_F(leaks, the_environment_decides_where_no_marker_does) {
  more["PARALLEL_TESTING_LEAK"] = "warn";
  EXPECT_EQ(run({}, script), 0);
  EXPECT_EQ(run({"--markers=leak:fail"}, script), 1);
}

/// Killed but not waited for: dying takes a moment, longer under load.
TEST_F(leaks, C69_no_test_is_accused_of_what_is_dying) {
  const char* const wanted = std::getenv("PARALLEL_TESTING_LEAK_ROUNDS");
  const int rounds = wanted == nullptr ? 60 : std::atoi(wanted);
  for (int round = 0; round < rounds; ++round) {
    child_process test =
        start_shell({},
                    "sleep 1000 & one=$!; sleep 1000 & two=$!; "
                    "kill -KILL $one $two");
    ASSERT_EQ(test.finish(), 0) << "round " << round << ": " << test.errors();
  }
}

TEST_F(leaks, C69_a_test_that_waits_for_its_children_leaves_nothing) {
  child_process test = start_shell({}, "sleep 0 & sleep 0 & wait");
  EXPECT_EQ(test.finish(), 0);
  EXPECT_THAT(own_errors(test), Not(HasSubstr("left")));
}

}  // namespace
}  // namespace parallel_testing::launcher
