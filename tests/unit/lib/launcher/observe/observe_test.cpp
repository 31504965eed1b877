// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the launcher records of programs, by each way to watch them, and that
// they end as they end unwatched.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <filesystem>
#include <string>

#include "launcher/observe/watched.hpp"
#include "support/sanitized.hpp"

namespace parallel_testing::launcher {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using unit::child_process;

INSTANTIATE_TEST_SUITE_P(by, watched,
                         testing::Values("notifications", "ptrace_seccomp",
                                         "ptrace_stops"),
                         [](const auto& each) { return each.param; });

TEST_P(watched, C92_uses_of_files_are_recorded_with_what_was_there) {
  EXPECT_THAT(touches_of("create"),
              AllOf(Contains("create of new, before: absent, meets"),
                    Contains("write of new, before: absent, meets")));
  EXPECT_THAT(touches_of("create"),
              Contains("create of new, before: file, meets"));
  EXPECT_THAT(touches_of("append"),
              Contains("append of log, before: absent, meets"));
  EXPECT_THAT(touches_of("raw"),
              Contains("create of raw, before: absent, meets"));
  EXPECT_THAT(touches_of("rename"),
              AllOf(Contains("remove of old, before: file, meets"),
                    Contains("rename_target of new, before: file, meets")));
  EXPECT_THAT(touches_of("remove"),
              Contains("remove of old, before: file, meets"));
}

TEST_P(watched, C76_the_record_is_private_and_has_no_password) {
  EXPECT_EQ(run({"/bin/sh", "-c", ":", "postgresql://me:secret@db/x"}), 0);
  const std::string text = unit::content_of(record);
  EXPECT_THAT(text, testing::HasSubstr("postgresql://me:***@db/x"));
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("secret")));
  EXPECT_EQ(
      std::filesystem::status(record).permissions(),
      std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_P(watched, C92_questions_after_what_is_not_there_are_recorded) {
  EXPECT_THAT(touches_of("read_absent"),
              Contains("probe_absent of none, before: absent, meets"));
  EXPECT_THAT(touches_of("probe_absent"),
              Contains("probe_absent of none, before: absent, meets"));
}

TEST_P(watched, C92_names_that_cannot_meet_are_known) {
  EXPECT_THAT(touches_of("exclusive"),
              Contains("create_exclusive of new, before: absent, meets"));
  EXPECT_THAT(touches_of("with_pid"),
              Contains(AllOf(StartsWith("create of log."), EndsWith("pid"))));
  EXPECT_THAT(touches_of("mkstemp"),
              Contains(StartsWith("create_exclusive of file")));
}

TEST_P(watched, C92_a_file_has_one_name_however_it_is_named) {
  EXPECT_THAT(touches_of("relative"),
              Contains("create of inner/below, before: absent, meets"));
  EXPECT_THAT(touches_of("alias"),
              Contains("create of real/below, before: absent, meets"));
  EXPECT_THAT(touches_of("descriptor"),
              Contains("create of inner/below, before: file, meets"));
}

TEST_P(watched, C92_threads_and_children_are_followed) {
  const texts by_threads = touches_of("threads");
  for (int at = 0; at < 20; ++at) {
    EXPECT_THAT(by_threads, Contains("create of thread" + std::to_string(at) +
                                     ", before: absent, meets"));
  }
  EXPECT_THAT(touches_of("children"),
              Contains("create of child, before: absent, meets"));
}

TEST_P(watched, C92_static_programs_and_shells_are_followed) {
#ifdef OBSERVED_STATIC_PROBE
  EXPECT_EQ(run({OBSERVED_STATIC_PROBE, "create", directory}), 0);
  EXPECT_THAT(touches(), Contains("create of new, before: absent, meets"));
#endif
  EXPECT_EQ(
      run({"sh", "-c", "cd '" + directory + "' && (echo > by_shell; ls)"}), 0);
  EXPECT_THAT(
      touches(),
      AllOf(Contains("create of by_shell, before: absent, meets"),
            Contains("list of " + directory + ", before: directory, meets")));
}

TEST_P(watched, C92_ports_and_sockets_are_recorded) {
  EXPECT_THAT(touches_of("tcp"),
              Contains("bind of tcp:127.0.0.1:49, before: unknown, meets"));
  EXPECT_THAT(touches_of("udp"),
              Contains("bind of udp:0.0.0.0:49, before: unknown, meets"));
  EXPECT_THAT(touches_of("tcp6"),
              Contains("bind of tcp:[::]:49, before: unknown, meets"));
  EXPECT_THAT(touches_of("unix_path"),
              Contains("bind of socket, before: absent, meets"));
  EXPECT_THAT(
      touches_of("abstract"),
      Contains(AllOf(StartsWith("bind of unix:@observed"), EndsWith("pid"))));
  EXPECT_THAT(
      touches_of("abstract_random"),
      Contains("bind of unix:@observed-abCdEF, before: unknown, random"));
}

TEST_P(watched, C92_a_port_that_the_kernel_chose_is_recorded) {
  child_process test = start({OBSERVED_PROBE, "port_0", directory});
  const std::string port = test.receive();
  ASSERT_EQ(test.finish(), 0);
  EXPECT_THAT(touches(), Contains("bind of tcp:127.0.0.1:" + port +
                                  ", before: unknown, kernel"));
}

TEST_P(watched, C92_locks_of_files_are_recorded) {
  EXPECT_THAT(touches_of("flock"),
              AllOf(Contains("lock_shared of locked, before: file, meets"),
                    Not(Contains(StartsWith("lock_exclusive")))));
  EXPECT_THAT(touches_of("fcntl"),
              Contains("lock_exclusive of locked, before: file, meets"));
}

TEST_P(watched, C92_signals_to_own_and_foreign_processes_are_told_apart) {
  EXPECT_THAT(touches_of("kill_self"),
              Contains("kill of process:own, before: unknown, kernel"));
  EXPECT_THAT(touches_of("kill_parent"),
              Contains(AllOf(StartsWith("kill of process:"),
                             EndsWith("before: unknown, meets"))));
}

TEST_P(watched, C92_io_uring_is_not_there) {
  EXPECT_EQ(run_probe("io_uring"), 0);
}

TEST_P(watched, C92_exit_codes_and_signals_are_those_of_the_test) {
  for (const int code : {0, 1, 77, 255}) {
    EXPECT_EQ(run({"sh", "-c", "exit " + std::to_string(code)}), code);
    EXPECT_EQ(field(lines().back(), "code"), std::to_string(code));
  }
  for (const int number : {SIGTERM, SIGSEGV, SIGABRT, SIGKILL}) {
    EXPECT_EQ(run({"sh", "-c", "kill -" + std::to_string(number) + " $$"}),
              -number);
    EXPECT_EQ(field(lines().back(), "end"), "signal");
  }
  EXPECT_EQ(run({directory + "/no such program"}), 127);
}

TEST_P(watched, C92_output_is_that_of_the_test) {
  child_process test = start({"sh", "-c", "echo out; echo err >&2"});
  EXPECT_EQ(test.receive(), "out");
  EXPECT_EQ(test.finish(), 0);
  EXPECT_EQ(test.errors(), "err\n");
}

TEST_P(watched, C92_no_descriptor_of_the_watcher_reaches_the_test) {
  const texts list = {"sh", "-c", "cd /proc/$$/fd && echo *"};
  const std::string bare = child_process(list, {}).receive();
  child_process test = start(list);
  EXPECT_EQ(test.receive(), bare);
}

TEST_P(watched, C92_signals_reach_the_test) {
  child_process test =
      start({"sh", "-c",
             "sleep 1000 & trap 'kill $!; exit 5' TERM; echo ready; wait"});
  EXPECT_EQ(test.receive(), "ready");
  ::kill(test.pid(), SIGTERM);
  EXPECT_EQ(test.wait(), 5);
}

TEST_P(watched, C92_watcher_inside_of_a_watched_test_steps_aside) {
  const std::string inner = place.path("inner");
  EXPECT_EQ(run({LAUNCHER, "--observe", inner, "--", OBSERVED_PROBE, "create",
                 directory}),
            0);
  EXPECT_FALSE(std::filesystem::exists(inner));
  EXPECT_THAT(touches(), Contains("create of new, before: absent, meets"));
}

TEST_P(watched, C92_a_launched_test_is_watched_without_its_launcher) {
  child_process test =
      start({OBSERVED_PROBE, "create", directory}, {"--name=inner"});
  EXPECT_EQ(test.finish(), 0);
  EXPECT_THAT(touches(), AllOf(Contains("create of new, before: absent, meets"),
                               Not(Contains(HasSubstr("events.ndjson")))));
}

TEST_P(watched, C92_many_threads_are_watched) {
  EXPECT_THAT(touches_of("500_threads"),
              Contains("create of thread499, before: absent, meets"));
}

struct notified : watched {};

INSTANTIATE_TEST_SUITE_P(by, notified, testing::Values("notifications"),
                         [](const auto& each) { return each.param; });

TEST_P(notified, C92_a_test_may_trace_its_children) {
  EXPECT_THAT(touches_of("ptrace"),
              Contains("create of traced, before: absent, meets"));
}

TEST_P(notified, C92_thousands_of_children_are_watched) {
  EXPECT_THAT(touches_of("5000_children"),
              Contains(StartsWith("create of child")));
}

TEST_P(notified, C92_a_million_paths_are_folded_in_little_memory) {
  if (support::is_sanitized) GTEST_SKIP() << "sanitizers need more memory";
  rusage before{};
  ::getrusage(RUSAGE_CHILDREN, &before);
  EXPECT_EQ(run_probe("million_paths"), 0);
  rusage after{};
  ::getrusage(RUSAGE_CHILDREN, &after);
  constexpr long most_kib = 32L * 1024;
  EXPECT_LE(after.ru_maxrss, most_kib);
  const texts all = lines();
  EXPECT_LT(all.size(), 100000U);
  EXPECT_GT(std::stol(field(all.back(), "folded")), 900000);
  EXPECT_GE(std::stol(field(all.back(), "events")), 1000000);
}

TEST_P(notified, C92_a_killed_watcher_leaves_an_incomplete_record_and_no_test) {
  child_process test = start({OBSERVED_PROBE, "forever", directory});
  EXPECT_EQ(test.receive(), "ready");
  ::kill(test.pid(), SIGKILL);
  // The test has the other end of the pipe: this returns once it is dead.
  EXPECT_EQ(test.receive(), "");
  EXPECT_EQ(test.wait(), -SIGKILL);
  const texts left = lines();
  ASSERT_FALSE(left.empty());
  EXPECT_EQ(field(left.front(), "line"), "header");
  EXPECT_NE(field(left.back(), "line"), "end");
}

TEST_P(notified, C92_what_outlives_the_test_delays_nobody) {
  child_process test =
      start({"sh", "-c", "sleep 1000 >/dev/null 2>&1 </dev/null & echo $!"});
  const pid_t left = static_cast<pid_t>(std::stol(test.receive()));
  EXPECT_EQ(test.finish(), 0);
  EXPECT_EQ(field(lines().back(), "survivors"), "1");
  ::kill(left, SIGKILL);
}

struct unwatchable : watched {};

INSTANTIATE_TEST_SUITE_P(by, unwatchable, testing::Values("none"),
                         [](const auto& each) { return each.param; });

TEST_P(unwatchable, C92_where_nothing_can_be_watched_the_launcher_refuses) {
  child_process test = start({"true"});
  EXPECT_EQ(test.finish(), 3);
  EXPECT_THAT(test.errors(), HasSubstr("cannot watch the test"));
}

}  // namespace
}  // namespace parallel_testing::launcher
