// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Ends that come from outside.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <parallel_testing/gtest.hpp>

#include "base/process_info.hpp"
#include "base/process_tree.hpp"
#include "launched.hpp"
#include "locks/orphans.hpp"
#include "support/sanitized.hpp"
#include "support/wait_until.hpp"

namespace parallel_testing::launcher {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using unit::child_process;

struct deaths : launched {
  void wait_until_gone(const std::string& pid) {
    while (::kill(std::stoi(pid), 0) == 0) {
      while (::waitpid(-1, nullptr, WNOHANG) > 0) {
      }
      ::usleep(1000);
    }
  }

  /// Cleans up when it is asked to end.
  static constexpr const char* tidy =
      "trap 'echo tidied; exit 9' TERM INT; echo $$; "
      "while :; do sleep 0.01; done";
};

TEST_F(deaths, C37_a_time_out_asks_first) {
  more["PARALLEL_TESTING_TIMEOUT"] = "0.2";
  child_process test = start_shell({}, tidy);
  test.receive();
  EXPECT_EQ(test.receive(), "tidied");
  EXPECT_EQ(test.finish(), 124);
  EXPECT_THAT(test.errors(),
              HasSubstr("stopped 'the test' after 0.2 s (timeout)"));
  EXPECT_THAT(events(), Contains(AllOf(HasSubstr("\"launch_finish\""),
                                       HasSubstr("\"end\":\"timeout\""))));
}

TEST_F(deaths, C96_a_time_out_shows_where_each_thread_is) {
#ifndef STACKS
  GTEST_SKIP() << "parallel-testing-stacks is not built: libdw is not found";
#else
  more["PARALLEL_TESTING_STACKS"] = STACKS;
  more["PARALLEL_TESTING_TIMEOUT"] = "0.3";
  child_process test = start({}, {probe});
  EXPECT_EQ(test.receive(), "");  // its end
  EXPECT_EQ(test.finish(), 124);
  EXPECT_THAT(test.errors(),
              AllOf(HasSubstr("stacks of 'the test' after 0.3 s:\n"
                              "  read with libdw:\n"),
                    ContainsRegex("#[0-9]+ main (at|in) .*runtime_probe"),
                    HasSubstr("stopped 'the test' after 0.3 s (timeout)")));
#endif
}

TEST_F(deaths, C96_without_a_program_the_kernel_is_asked_where_a_test_is) {
  more["PARALLEL_TESTING_STACKS"] = "/no/such/program";
  more["PATH"] = "/no/such/folder";
  more["PARALLEL_TESTING_TIMEOUT"] = "0.2";
  child_process test = start({}, {"/bin/sleep", "1000"});
  EXPECT_EQ(test.finish(), 124);
  EXPECT_THAT(test.errors(), AllOf(HasSubstr("the kernel's words"),
                                   ContainsRegex("thread [0-9]+ 'sleep'")));
}

TEST_F(deaths, C96_stacks_can_be_turned_off) {
  more["PARALLEL_TESTING_STACKS"] = "off";
  more["PARALLEL_TESTING_TIMEOUT"] = "0.1";
  child_process test = start({}, {"/bin/sleep", "1000"});
  EXPECT_EQ(test.finish(), 124);
  EXPECT_THAT(test.errors(), Not(HasSubstr("stacks of")));
}

TEST_F(deaths, C37_after_the_grace_the_whole_tree_is_killed) {
  more["PARALLEL_TESTING_TIMEOUT"] = "0.2";
  child_process test =
      start_shell({"--markers=grace:0.1"},
                  "trap '' TERM; setsid sh -c 'trap \"\" TERM; echo $$; "
                  "while :; do sleep 1; done' & while :; do sleep 1; done");
  const std::string below = test.receive();
  EXPECT_EQ(test.finish(), 124);
  wait_until_gone(below);
  EXPECT_THAT(own_errors(test), Not(HasSubstr("left processes behind")));
}

TEST_F(deaths, C37_the_next_test_is_not_affected) {
  more["PARALLEL_TESTING_TIMEOUT"] = "0.1";
  EXPECT_EQ(run({"--markers=lock:x,grace:0.1"}, "trap '' TERM; sleep 1000"),
            124);
  more.clear();
  child_process next =
      start_shell({"--markers=lock:x"}, "echo $PARALLEL_TESTING_WORKER");
  EXPECT_EQ(next.receive(), "gw0");
  EXPECT_EQ(next.finish(), 0);
  EXPECT_THAT(own_errors(next), IsEmpty());
}

TEST_F(deaths, C37_a_stopped_test_is_woken_to_end) {
  more["PARALLEL_TESTING_TIMEOUT"] = "0.2";
  child_process test = start_shell({}, "kill -STOP $$; sleep 1000");
  EXPECT_EQ(test.finish(), 124);
}

TEST_F(deaths, C37_a_stopped_test_is_woken_to_clean_up) {
  const std::string stops =
      "trap 'echo tidied; exit 9' TERM; echo up; kill -STOP $$; "
      "while :; do sleep 0.01; done";
  more["PARALLEL_TESTING_TIMEOUT"] = "0.5";
  child_process late = start_shell({"--markers=grace:60"}, stops);
  EXPECT_EQ(late.receive(), "up");
  EXPECT_EQ(late.receive(), "tidied");
  EXPECT_EQ(late.finish(), 124);
  more.clear();
  child_process interrupted = start_shell({"--markers=grace:60"}, stops);
  EXPECT_EQ(interrupted.receive(), "up");
  ::kill(interrupted.pid(), SIGTERM);
  EXPECT_EQ(interrupted.receive(), "tidied");
  EXPECT_EQ(interrupted.finish(), 9);
}

TEST_F(deaths, C70_a_time_out_during_the_grace_stays_an_interruption) {
  more["PARALLEL_TESTING_TIMEOUT"] = "3 key";
  // It needs longer to clean up than it had to run.
  child_process test = start_shell(
      {"--markers=grace:60"},
      "trap 'sleep 3.1; echo tidied; exit 9' TERM; kill -TERM $PPID; "
      "while :; do sleep 0.01; done");
  EXPECT_EQ(test.receive(), "tidied");
  EXPECT_EQ(test.finish(), 9);
  EXPECT_THAT(test.errors(), Not(HasSubstr("timeout")));
  EXPECT_THAT(events(), Contains(AllOf(HasSubstr("\"launch_finish\""),
                                       HasSubstr("\"end\":\"interrupted\""))));
}

TEST_F(deaths, C70_signals_to_the_launcher_reach_the_test) {
  for (const int number : {SIGTERM, SIGINT}) {
    child_process test = start_shell({}, tidy);
    test.receive();
    ::kill(test.pid(), number);
    EXPECT_EQ(test.receive(), "tidied");
    EXPECT_EQ(test.finish(), 9);
  }
  EXPECT_THAT(events(), Contains(HasSubstr("\"end\":\"interrupted\"")));
}

TEST_F(deaths, other_signals_reach_the_test_and_end_nothing) {
  child_process test = start_shell(
      {}, "trap 'echo got' USR1; echo up; while ! read line; do :; done");
  EXPECT_EQ(test.receive(), "up");
  ::kill(test.pid(), SIGUSR1);
  EXPECT_EQ(test.receive(), "got");
  test.send("end");
  EXPECT_EQ(test.finish(), 0);
}

TEST_F(deaths, C36_C70_the_test_ends_with_the_one_who_started_the_launcher) {
  // A shell plays ctest: it is killed, and nobody tells the launcher.
  child_process ctest(
      {"sh", "-c", LAUNCHER " --name=t -- sh -c \"$0\"; true", tidy},
      place.under_ctest());
  const std::string pid = ctest.receive();
  ::kill(ctest.pid(), SIGKILL);
  EXPECT_EQ(ctest.receive(), "tidied");
  wait_until_gone(pid);
}

TEST_F(deaths, C71_a_killed_launcher_takes_the_test_along) {
  child_process test = start_shell({"--markers=lock:x"}, "echo $$; sleep 1000");
  const std::string pid = test.receive();
  test.kill();
  wait_until_gone(pid);
  child_process next = start_shell({"--markers=lock:x"}, "echo in");
  EXPECT_EQ(next.receive(), "in");
  EXPECT_EQ(next.finish(), 0);
}

TEST_F(deaths, C71_the_next_run_ends_what_a_killed_launcher_left) {
  child_process test =
      start_shell({}, "sh -c 'echo $$; exec sleep 1000' & wait");
  const std::string pid = test.receive();
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  test.kill();
  EXPECT_EQ(::kill(std::stoi(pid), 0), 0);
  more["PARALLEL_TESTING_RUN_ID"] = "run2";
  more["PARALLEL_TESTING_RUN_DIR"] = place.path("runs/run2");
  child_process next = start_shell({}, "true");
  EXPECT_EQ(next.finish(), 0);
  EXPECT_THAT(next.errors(), HasSubstr("ended process " + pid + " ("));
  wait_until_gone(pid);
}
/// The first launcher of any other run here would end it as well.
PARALLEL_TESTING_MARK(deaths, C71_the_next_run_ends_what_a_killed_launcher_left,
                      isolate(private_view::pid));

/// A process of a dead launcher, of the given user.
child_process orphan_of(unsigned user, const std::string& mark) {
  const std::string id = std::to_string(user);
  return child_process({"setpriv", "--reuid=" + id, "--regid=" + id,
                        "--clear-groups", "sh", "-c", "echo $$; cat"},
                       {{mark_variable, mark}});
}

TEST_F(deaths, C71_root_ends_no_orphans_of_other_users) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root sees all environments";
  child_process dead({"cat"}, {});
  const std::string mark = mark_of_launcher(process_token(dead.pid()));
  dead.kill();
  child_process own = orphan_of(0, mark);
  child_process others = orphan_of(65534, mark);
  const std::string pid = own.receive();
  const std::string of_other = others.receive();
  ASSERT_EQ(std::stoi(of_other), others.pid());
  child_process next = start_shell({}, "true");
  EXPECT_EQ(next.finish(), 0);
  EXPECT_EQ(own.wait(), -SIGKILL);
  EXPECT_THAT(next.errors(), HasSubstr("ended process " + pid + " ("));
  EXPECT_THAT(next.errors(),
              Not(HasSubstr("ended process " + of_other + " (")));
  EXPECT_EQ(others.ask("still here"), "still here");
}
/// The first launcher of any other run here would end them as well.
PARALLEL_TESTING_MARK(deaths, C71_root_ends_no_orphans_of_other_users,
                      isolate(private_view::pid));

/// Processes that lock a file show whether they were alone.
struct killed_launchers : deaths {
  std::string guarded() const { return place.path("guarded"); }

  /// A test below which a process holds the file, and whose launcher is killed.
  void leave_a_process(const std::string& markers) {
    child_process test = start_shell(
        {"--markers=" + markers},
        "flock " + guarded() + " sh -c 'echo in; exec sleep 1000' & wait");
    ASSERT_EQ(test.receive(), "in");
    test.kill();
  }

  /// What the next test with the markers finds.
  std::string look(const std::string& markers) {
    return start_shell({"--markers=" + markers},
                       "flock -n " + guarded() + " echo alone || echo together")
        .receive();
  }
};

TEST_F(killed_launchers, C33_C71_nothing_is_used_before_all_they_left_is_dead) {
  for (const char* markers : {"lock:x", "lock:x:shared", "database:y",
                              "port:24690", "no_parallel", "no_parallel:z"}) {
    leave_a_process(markers);
    const bool is_shared = std::string(markers) == "lock:x:shared";
    EXPECT_EQ(look(is_shared ? "lock:x" : markers), "alone") << markers;
  }
}

TEST_F(killed_launchers, C71_what_no_parallel_excludes_is_dead_first) {
  leave_a_process("no_parallel");
  EXPECT_EQ(look("slow"), "alone");
  leave_a_process("slow");
  EXPECT_EQ(look("no_parallel"), "alone");
}

TEST_F(killed_launchers, C12_C71_a_worker_is_used_again_when_all_is_dead) {
  leave_a_process("slow");
  child_process next = start_shell(
      {}, "flock -n " + guarded() + " echo $PARALLEL_TESTING_WORKER alone");
  EXPECT_EQ(next.receive(), "gw0 alone");
}

TEST_F(killed_launchers, C71_a_test_with_an_adapter_waits_for_it_as_well) {
  leave_a_process("lock:x");
  child_process test({probe, "adapter", "--gtest_filter=A.B"},
                     place.under_ctest());
  EXPECT_EQ(test.ask("take_program_locks A.B lock:x"), "done");
  child_process looks({"flock", "-n", guarded(), "echo", "alone"},
                      place.under_ctest());
  EXPECT_EQ(looks.receive(), "alone");
}

TEST_F(killed_launchers, C71_one_that_waits_goes_on_when_all_is_dead) {
  child_process test = start_shell(
      {"--markers=lock:x"},
      "flock " + guarded() + " sh -c 'echo in; exec sleep 1000' & wait");
  ASSERT_EQ(test.receive(), "in");
  child_process next =
      start_shell({"--markers=lock:x"},
                  "flock -n " + guarded() + " echo alone || echo together");
  unit::wait_until_says(next, "waiting for lock:x");
  test.kill();
  EXPECT_EQ(next.receive(), "alone");
}

TEST_F(killed_launchers, C53_C71_ports_are_not_given_away_before) {
  more["PARALLEL_TESTING_PORT_RANGE"] = "24691-24691";
  child_process test = start_shell(
      {"--markers=ports:1"},
      "flock " + guarded() + " sh -c 'echo in; exec sleep 1000' & wait");
  ASSERT_EQ(test.receive(), "in");
  test.kill();
  EXPECT_EQ(look("ports:1"), "alone");
}

TEST_F(killed_launchers, C71_tests_that_end_well_leave_no_trace) {
  EXPECT_EQ(run({"--markers=lock:x,port:24692"}, "true"), 0);
  EXPECT_TRUE(std::filesystem::is_empty(place.state() + "/tests"));
  EXPECT_EQ(run({"--markers=leak:allow"}, "sleep 0.1 >/dev/null 2>&1 &"), 0);
  EXPECT_TRUE(std::filesystem::is_empty(place.state() + "/tests"));
}

TEST_F(deaths, one_that_waits_for_a_lock_can_be_ended) {
  child_process holder =
      start_shell({"--markers=lock:x"}, "echo in; read line");
  EXPECT_EQ(holder.receive(), "in");
  child_process waiting = start_shell({"--markers=lock:x"}, "echo in");
  unit::wait_until_says(waiting, "waiting for lock:x");
  ::kill(waiting.pid(), SIGTERM);
  EXPECT_EQ(waiting.finish(), -SIGTERM);
}

TEST_F(deaths, C72_a_state_directory_that_cannot_be_written_is_named) {
  unit::write_to(place.path("file"), "");
  more["PARALLEL_TESTING_STATE_DIR"] = place.path("file/state");
  child_process test = start_shell({}, "echo ran");
  EXPECT_EQ(test.receive(), "");
  EXPECT_EQ(test.finish(), 1);
  EXPECT_THAT(test.errors(), HasSubstr(place.path("file")));
}

TEST_F(deaths, C72_a_full_disk_is_named) {
  const std::string state = place.path("full");
  std::filesystem::create_directory(state);
  child_process test({"unshare", "-Urm", "sh", "-c",
                      "mount -t tmpfs -o nr_inodes=2,mode=700 tmpfs " + state +
                          " && exec " LAUNCHER " --name=t -- echo ran"},
                     [&] {
                       unit::environment variables = place.under_ctest();
                       variables["PARALLEL_TESTING_STATE_DIR"] = state;
                       return variables;
                     }());
  const std::string out = test.receive();
  const int status = test.finish();
  if (test.errors().find("unshare:") == 0 ||
      test.errors().find("mount:") == 0) {
    GTEST_SKIP() << "this system has no name spaces of users";
  }
  EXPECT_EQ(out, "");
  EXPECT_EQ(status, 1);
  EXPECT_THAT(test.errors(), AllOf(HasSubstr(state), HasSubstr("No space")));
}

TEST_F(deaths, C72_too_few_descriptors_are_said) {
  if (support::is_sanitized) GTEST_SKIP() << "the sanitizer itself needs some";
  for (const char* limit : {"3", "4", "5", "6", "7"}) {
    child_process test(
        {"sh", "-c",
         "for fd in 3 4 5 6 7 8 9; do eval \"exec $fd>&-\"; done; ulimit -n " +
             std::string(limit) +
             "; exec " LAUNCHER " --name=t --markers=lock:x -- echo ran"},
        place.under_ctest());
    const std::string out = test.receive();
    const int status = test.finish();
    // It runs as it should or not at all.
    EXPECT_EQ(out == "ran", status == 0) << limit << test.errors();
    if (status != 0) {
      EXPECT_THAT(test.errors(), HasSubstr(std::strerror(EMFILE))) << limit;
    }
  }
}

TEST_F(deaths, C75_a_state_directory_of_another_user_is_refused) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a directory away";
  std::filesystem::create_directory(place.state());
  ASSERT_EQ(::chown(place.state().c_str(), 65534, 65534), 0);
  child_process test = start_shell({}, "echo ran");
  EXPECT_EQ(test.receive(), "");
  EXPECT_EQ(test.finish(), 1);
  EXPECT_THAT(test.errors(), HasSubstr("it belongs to user 65534"));
}

TEST_F(deaths, C75_a_planted_state_directory_is_refused) {
  std::filesystem::create_directory(place.path("elsewhere"));
  std::filesystem::create_symlink(place.path("elsewhere"), place.state());
  child_process test = start_shell({}, "echo ran");
  EXPECT_EQ(test.receive(), "");
  EXPECT_EQ(test.finish(), 1);
  EXPECT_THAT(test.errors(), HasSubstr("refusing '" + place.state()));
}

}  // namespace
}  // namespace parallel_testing::launcher
