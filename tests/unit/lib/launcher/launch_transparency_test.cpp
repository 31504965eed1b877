// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fcntl.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "launched.hpp"
#include "support/sanitized.hpp"
#include "support/wait_until.hpp"

namespace parallel_testing::launcher {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using unit::child_process;

using transparency = launched;

TEST_F(transparency, exit_codes_are_passed_on) {
  for (const int code : {0, 1, 4, 77, 255}) {
    EXPECT_EQ(run({}, "exit " + std::to_string(code)), code);
  }
}

TEST_F(transparency, deaths_by_signals_are_passed_on) {
  for (const int number : {SIGTERM, SIGSEGV, SIGABRT, SIGKILL, SIGPIPE}) {
    EXPECT_EQ(run({}, "kill -" + std::to_string(number) + " $$"), -number);
  }
}

TEST_F(transparency, C80_a_googletest_program_that_ends_early_is_a_failure) {
  // What GoogleTest does with the file.
  EXPECT_EQ(run({}, "f=$TEST_PREMATURE_EXIT_FILE; echo 0 >\"$f\"; rm \"$f\""),
            0);
  child_process leaves =
      start_shell({}, "echo 0 >\"$TEST_PREMATURE_EXIT_FILE\"");
  EXPECT_EQ(leaves.finish(), 1);
  EXPECT_THAT(leaves.errors(), HasSubstr("ended in the middle of its tests"));
  EXPECT_EQ(run({}, "echo 0 >\"$TEST_PREMATURE_EXIT_FILE\"; exit 4"), 4);
}

TEST_F(transparency, C80_a_premature_exit_file_of_the_project_stays_its_own) {
  more["TEST_PREMATURE_EXIT_FILE"] = place.path("own");
  child_process test = start_shell({},
                                   "echo \"$TEST_PREMATURE_EXIT_FILE\"; "
                                   "echo 0 >\"$TEST_PREMATURE_EXIT_FILE\"");
  EXPECT_EQ(test.receive(), place.path("own"));
  EXPECT_EQ(test.finish(), 0);
}

TEST_F(transparency, standard_streams_are_the_test_s_own) {
  child_process cat = start({}, {"cat"});
  EXPECT_EQ(cat.ask("a line"), "a line");
  EXPECT_EQ(cat.finish(), 0);
  EXPECT_THAT(own_errors(cat), IsEmpty());
  child_process says = start_shell({}, "echo out; echo err >&2");
  EXPECT_EQ(says.receive(), "out");
  EXPECT_EQ(says.finish(), 0);
  EXPECT_EQ(says.errors(), "err\n");
}

TEST_F(transparency, arguments_are_passed_on_empty_ones_too) {
  child_process shows = start(
      {}, {"sh", "-c", "printf '<%s>' \"$@\"; echo", "sh", "", "a b", "*", ""});
  EXPECT_EQ(shows.receive(), "<><a b><*><>");
  EXPECT_EQ(shows.finish(), 0);
}

TEST_F(transparency, the_working_directory_stays) {
  child_process shows = start({}, {"pwd"});
  char here[4096];
  EXPECT_EQ(shows.receive(), ::getcwd(here, sizeof here));
}

TEST_F(transparency, no_descriptor_of_the_launcher_reaches_the_test) {
  const texts list = {"sh", "-c", "cd /proc/$$/fd && echo *"};
  const std::string bare = child_process(list, {}).receive();
  child_process test = start({"--markers=lock:x,ports:2"}, list);
  EXPECT_EQ(test.receive(), bare);
}

TEST_F(transparency, signals_are_not_blocked_and_ignored_ones_stay_ignored) {
  ::signal(SIGUSR2, SIG_IGN);
  child_process shows = start_shell({}, "grep ^Sig.*: /proc/self/status");
  ::signal(SIGUSR2, SIG_DFL);
  std::string blocked;
  std::string ignored;
  for (std::string line; !(line = shows.receive()).empty();) {
    if (line.rfind("SigBlk", 0) == 0) blocked = line.substr(8);
    if (line.rfind("SigIgn", 0) == 0) ignored = line.substr(8);
  }
  EXPECT_EQ(std::stoull(blocked, nullptr, 16), 0U);
  EXPECT_NE(std::stoull(ignored, nullptr, 16) & (1ULL << (SIGUSR2 - 1)), 0U);
}

TEST_F(transparency, the_core_is_the_test_s) {
  // The launcher ends by the same signal and must not write one of its own.
  child_process dies =
      start_shell({}, "cd '" + place.path("t") +
                          "' && ulimit -c unlimited && kill -ABRT $$");
  EXPECT_EQ(dies.finish(), -SIGABRT);
}

TEST_F(transparency, the_test_has_a_session_of_its_own) {
  child_process shows = start_shell({}, "cut -d' ' -f1,5,6 /proc/$$/stat");
  std::istringstream ids(shows.receive());
  int pid = 0;
  int group = -1;
  int session = -2;
  ids >> pid >> group >> session;
  EXPECT_EQ(pid, group);
  EXPECT_EQ(pid, session);
}

TEST_F(transparency, a_program_that_cannot_be_run_is_named) {
  child_process missing = start({}, {"/no/such/program"});
  EXPECT_EQ(missing.finish(), 127);
  EXPECT_THAT(missing.errors(),
              HasSubstr("cannot run '/no/such/program': No "));
  child_process folder = start({}, {"/tmp"});
  EXPECT_EQ(folder.finish(), 126);
}

TEST_F(transparency, a_debugger_gets_the_plain_program) {
  const int notes =
      ::open(place.path("notes").c_str(), O_WRONLY | O_CREAT, 0600);
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(notes, STDOUT_FILENO);
    ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
    ::unsetenv("PARALLEL_TESTING_SUPERVISED");
    ::execl(LAUNCHER, LAUNCHER, "--", "sh", "-c",
            "echo $$ ${PARALLEL_TESTING_SUPERVISED:-plain}", nullptr);
    ::_exit(1);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) == child && WIFSTOPPED(status)) {
    ::ptrace(PTRACE_CONT, child, nullptr, nullptr);
  }
  ::close(notes);
  EXPECT_EQ(unit::content_of(place.path("notes")),
            std::to_string(child) + " plain\n");
}

TEST_F(transparency, memory_can_be_limited) {
  if (support::is_sanitized) GTEST_SKIP() << "the sanitizer itself needs more";
  const std::string script = "ulimit -d";
  child_process limited = start_shell({"--markers=memory:64MiB:hard"}, script);
  EXPECT_EQ(limited.receive(), "65536");
  child_process asked = start_shell({"--markers=memory:64MiB"}, script);
  EXPECT_EQ(asked.receive(), "unlimited");
}

TEST_F(transparency, wrong_use_is_said_and_has_a_status_of_its_own) {
  child_process wrong({LAUNCHER, "--nmae=x", "--", "true"}, {});
  EXPECT_EQ(wrong.finish(), 2);
  EXPECT_THAT(wrong.errors(), HasSubstr("unknown option '--nmae=x'"));
}

}  // namespace
}  // namespace parallel_testing::launcher
