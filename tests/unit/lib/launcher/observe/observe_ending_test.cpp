// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A watched program ends as it ends unwatched, whatever it does and whatever
// happens to its watcher.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>
#include <sstream>
#include <string>

#include "base/process_info.hpp"
#include "base/unique_fd.hpp"
#include "launcher/observe/watched.hpp"
#include "support/sanitized.hpp"

namespace parallel_testing::launcher {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;
using unit::child_process;

struct ending_watched : watched {
  /// The output after the first lines were received.
  static std::string rest_of(child_process& test) {
    std::string text;
    for (std::string line = test.receive(); !line.empty();
         line = test.receive()) {
      text += line + '\n';
    }
    return text;
  }

  bool is_complete() const {
    const texts all = lines();
    return !all.empty() && field(all.back(), "line") == "end";
  }
};

bool has_pending(pid_t process, int signal) {
  return ((pending_signals(process) >> (signal - 1)) & 1U) != 0;
}

INSTANTIATE_TEST_SUITE_P(by, ending_watched,
                         testing::Values("notifications", "ptrace_seccomp",
                                         "ptrace_stops"),
                         [](const auto& each) { return each.param; });

TEST_P(ending_watched, C92_coverage_data_is_written_and_not_recorded) {
#ifdef OBSERVED_COVERAGE_PROBE
  more["GCOV_PREFIX"] = directory;
  EXPECT_EQ(run({OBSERVED_COVERAGE_PROBE}), 0);
  texts data;
  for (const auto& each :
       std::filesystem::recursive_directory_iterator(directory)) {
    if (each.path().extension() == ".gcda") data.push_back(each.path());
  }
  EXPECT_EQ(data.size(), 1U);
  EXPECT_THAT(touches(), Not(Contains(HasSubstr(".gcda"))));
#else
  GTEST_SKIP() << "the compiler cannot instrument a program for coverage";
#endif
}

TEST_P(ending_watched, C92_death_tests_see_how_their_processes_die) {
  child_process test = start({OBSERVED_DEATH_PROBE});
  EXPECT_THAT(rest_of(test), Not(HasSubstr("FAILED")));
  EXPECT_EQ(test.finish(), 0);
}

TEST_P(ending_watched, C92_alarms_disturb_no_test_that_repeats_its_calls) {
  EXPECT_EQ(run_probe("alarms"), 0);
  EXPECT_EQ(field(resource("name99"), "at_end"), "file");
}

TEST_P(ending_watched, C92_ctest_reports_what_it_reports_of_the_bare_command) {
  const std::string commands[][3] = {
      {"passes", "exit 0", ""},
      {"fails", "exit 3", ""},
      {"is_skipped", "exit 77", "SKIP_RETURN_CODE 77"},
      {"will_fail", "exit 1", "WILL_FAIL TRUE"},
      {"crashes", "kill -SEGV $$", ""},
      {"aborts", "kill -ABRT $$", ""},
      {"is_late", "echo started && exec sleep 1000", "TIMEOUT 1"},
      {"prints", "echo right", "PASS_REGULAR_EXPRESSION right"},
      {"prints_to_stderr", "echo wrong >&2", "FAIL_REGULAR_EXPRESSION wrong"}};
  const auto outcomes_in = [&](const std::string& name, bool is_watched) {
    const std::string build = place.path(name);
    std::filesystem::create_directory(build);
    std::string text;
    for (const auto& [test, script, properties] : commands) {
      text += "add_test(" + test;
      if (is_watched) {
        text += " [[" LAUNCHER "]] --observe [[" + build + "/" + test +
                ".ndjson]] --";
      }
      text += " sh -c [[" + script + "]])\n";
      if (!properties.empty()) {
        text += "set_tests_properties(" + test + " PROPERTIES " + properties +
                ")\n";
      }
    }
    unit::write_to(build + "/CTestTestfile.cmake", text);
    unit::environment variables{{"PARALLEL_TESTING_OBSERVE_BY", GetParam()}};
    child_process ctest({CTEST, "--test-dir", build, "-j4"}, variables);
    std::map<std::string, std::string> outcomes;
    const std::string output = rest_of(ctest);
    std::istringstream all(output);
    for (std::string line; std::getline(all, line);) {
      // `1/4 Test #1: is_late ....***Timeout   0.51 sec`
      if (line.find(" Test ") == std::string::npos ||
          line.find(": ") == std::string::npos) {
        continue;
      }
      const std::size_t test = line.find(": ") + 2;
      const std::size_t dots = line.find(' ', test);
      const std::size_t outcome = line.find_first_not_of(" .", dots);
      const std::size_t seconds = line.rfind(' ', line.rfind(" sec") - 1);
      outcomes[line.substr(test, dots - test)] = line.substr(
          outcome, line.find_last_not_of(' ', seconds) + 1 - outcome);
    }
    EXPECT_EQ(outcomes.size(), std::size(commands)) << output;
    return outcomes;
  };
  const auto bare = outcomes_in("bare", false);
  const auto seen = outcomes_in("seen", true);
  EXPECT_EQ(seen, bare);
  EXPECT_THAT(bare.at("is_late"), HasSubstr("Timeout"));
  record = place.path("seen/crashes.ndjson");
  EXPECT_EQ(field(lines().back(), "code"), std::to_string(SIGSEGV));
  record = place.path("seen/is_late.ndjson");
  EXPECT_FALSE(lines().empty());
  EXPECT_FALSE(is_complete());
}

TEST_P(ending_watched, C92_a_user_without_rights_can_watch) {
  if (::geteuid() != 0) {
    EXPECT_EQ(run_probe("privileges"), 0);
    return;
  }
#ifndef OBSERVED_STATIC_PROBE
  GTEST_SKIP() << "programs cannot be linked statically";
#else
  if (support::is_sanitized) GTEST_SKIP() << "sanitizers need their libraries";
  // The directories of this test are closed to other users.
  char open_directory[] = "/tmp/observed.XXXXXX";
  ASSERT_NE(::mkdtemp(open_directory), nullptr);
  directory = open_directory;
  std::filesystem::permissions(directory, std::filesystem::perms::all);
  const std::string launcher = directory + "/launcher";
  const std::string program = directory + "/program";
  std::filesystem::copy_file(LAUNCHER, launcher);
  std::filesystem::copy_file(OBSERVED_STATIC_PROBE, program);
  record = directory + "/record";
  child_process test(
      {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", launcher,
       "--observe", record, "--", program, "privileges", directory},
      {{"PARALLEL_TESTING_OBSERVE_BY", GetParam()}});
  const std::string has_no_new = test.receive();
  EXPECT_EQ(test.finish(), 0) << test.errors();
  EXPECT_TRUE(is_complete());
  EXPECT_NE(touch("create", "new"), "");
  // By which a filter can be installed; without one, it is not needed.
  const bool has_filter = std::string(GetParam()) != "ptrace_stops";
  EXPECT_EQ(has_no_new, has_filter ? "1" : "0");
  std::filesystem::remove_all(directory);
#endif
}

TEST_P(ending_watched, C92_a_signal_to_the_group_reaches_the_test_once) {
  // By setsid the launcher leads its group; below a shell it is a member.
  const std::string quoted = "'" LAUNCHER "' --observe '" + record + "' -- '" +
                             OBSERVED_PROBE "' counts_signals '" + directory +
                             "'";
  const texts as_leader = {"setsid", "sh", "-c", "exec " + quoted};
  const texts as_member = {"setsid", "sh", "-c",
                           "trap : USR1; " + quoted + " & echo $!; wait; wait"};
  for (const bool is_leader : {true, false}) {
    SCOPED_TRACE(is_leader ? "leader" : "member");
    child_process test(is_leader ? as_leader : as_member,
                       {{"PARALLEL_TESTING_OBSERVE_BY", GetParam()}});
    pid_t watcher = test.pid();
    if (!is_leader) watcher = static_cast<pid_t>(std::stol(test.receive()));
    ASSERT_EQ(test.receive(), "ready");
    ::kill(-test.pid(), SIGUSR1);
    ASSERT_EQ(test.receive(), "got one");
    // The kernel makes one of two equal signals that wait.
    while (has_pending(watcher, SIGUSR1)) ::poll(nullptr, 0, 1);
    ::kill(watcher, SIGUSR1);
    ASSERT_EQ(test.receive(), "got one");
    // The lower number is handled first.
    ::kill(watcher, SIGUSR2);
    EXPECT_EQ(test.receive(), "2");
    EXPECT_EQ(test.wait(), 0);
  }
}

TEST_P(ending_watched, C92_a_test_ends_with_what_started_its_watcher) {
  const std::string quoted = "'" LAUNCHER "' --observe '" + record + "' -- '" +
                             OBSERVED_PROBE "' waits '" + directory + "'";
  child_process test({"sh", "-c", quoted + " & wait"},
                     {{"PARALLEL_TESTING_OBSERVE_BY", GetParam()}});
  ASSERT_EQ(test.receive(), "ready");
  ::kill(test.pid(), SIGKILL);
  // Ends when no process has the other end: all of them have ended.
  EXPECT_EQ(rest_of(test), "");
  EXPECT_EQ(test.wait(), -SIGKILL);
  EXPECT_FALSE(is_complete());
}

TEST_P(ending_watched, C92_a_watcher_that_cannot_poll_still_watches) {
  EXPECT_EQ(run_probe("disturbs_polling"), 5);
  EXPECT_TRUE(is_complete());
  EXPECT_NE(touch("create", "new"), "");
}

TEST_P(ending_watched, C92_a_test_that_is_killed_leaves_what_was_seen_before) {
  const auto inotify = unique_fd(::inotify_init1(IN_CLOEXEC));
  ASSERT_GE(
      ::inotify_add_watch(inotify.get(),
                          std::filesystem::path(record).parent_path().c_str(),
                          IN_MOVED_TO | IN_CREATE),
      0);
  child_process test = start({OBSERVED_PROBE, "waits", directory});
  ASSERT_EQ(test.receive(), "ready");
  while (touch("create", "new").empty()) {
    char event[4096];
    ASSERT_GT(::read(inotify.get(), event, sizeof event), 0);
  }
  // As ctest does after its time limit, which kills all processes.
  ::kill(test.pid(), SIGKILL);
  EXPECT_EQ(test.receive(), "");
  EXPECT_EQ(test.wait(), -SIGKILL);
  EXPECT_FALSE(is_complete());
  EXPECT_NE(touch("create", "new"), "");
}

TEST_P(ending_watched, C92_no_test_hangs_whenever_its_watcher_is_killed) {
  const char* const storm = std::getenv("PARALLEL_TESTING_STORM_KILLS");
  const int rounds = storm != nullptr ? std::atoi(storm) / 10 : 4;
  std::minstd_rand random(static_cast<unsigned>(rounds));
  for (int round = 0; round < rounds; ++round) {
    const texts options = round % 2 == 0 ? texts{} : texts{"--name=the test"};
    child_process test = start({OBSERVED_PROBE, "busy", directory}, options);
    for (auto line = random() % 30; line > 0; --line) {
      ASSERT_EQ(test.receive(), "asked");
    }
    ::kill(test.pid(), SIGKILL);
    // Ends when no process has the other end: all of them have ended.
    static_cast<void>(rest_of(test));
    EXPECT_EQ(test.wait(), -SIGKILL);
    EXPECT_FALSE(is_complete());
  }
}

TEST_P(ending_watched, C92_record_is_whole_when_the_last_process_has_ended) {
  // What serves the rest of the calls becomes a child of this process.
  ASSERT_EQ(::prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
  ASSERT_EQ(run_probe("leaves_busy"), 0);
  while (::wait(nullptr) > 0) {
  }
  ::prctl(PR_SET_CHILD_SUBREAPER, 0);
  EXPECT_EQ(field(lines().back(), "survivors"), "0");
  EXPECT_NE(touch("create", "late"), "");
}

TEST_P(ending_watched, C92_tests_in_private_namespaces_are_watched) {
  child_process test =
      start({"sh", "-c",
             "echo > /tmp/observed.private; echo > '" + directory + "/new'"},
            {"--name=inner", "--markers=isolate:tmp,isolate:network",
             "--keep=" + directory});
  EXPECT_EQ(test.finish(), 0) << test.errors();
  EXPECT_EQ(field(resource("new"), "scope"), "machine");
  const std::string found = resource("/tmp/observed.private");
  ASSERT_NE(found, "");
  if (std::filesystem::exists("/tmp/observed.private")) {
    std::filesystem::remove("/tmp/observed.private");
    GTEST_SKIP() << "this machine does not allow private namespaces";
  }
  EXPECT_EQ(field(found, "scope"), "own_namespace");
}

TEST_P(ending_watched, C92_calls_of_32_bits_are_recorded_or_reported) {
  child_process test = start({OBSERVED_PROBE, "as_32_bits", directory});
  const std::string answer = test.receive();
  ASSERT_EQ(test.finish(), 0);
  if (answer != "done") GTEST_SKIP() << "this kernel has no such calls";
  const bool is_recorded = !touch("create", "by_32_bits").empty();
  EXPECT_TRUE(is_recorded || std::stol(field(lines().back(), "unread")) > 0);
  if (!is_recorded) return;
  EXPECT_THAT(
      touches(),
      AllOf(Contains(StartsWith("lock_exclusive of locked_by_32_bits,")),
            Contains(StartsWith("connect of udp:127.0.0.1:50,")),
            Contains(StartsWith("connect of udp:127.0.0.1:51,")),
            Contains(StartsWith("create_exclusive of sysv_shm:0x4e")),
            Contains(StartsWith("remove of sysv_shm:0x4e"))));
}

struct ending_notified : ending_watched {};

INSTANTIATE_TEST_SUITE_P(by, ending_notified, testing::Values("notifications"),
                         [](const auto& each) { return each.param; });

TEST_P(ending_notified, C92_leaks_are_found_as_without_a_watcher) {
#ifdef OBSERVED_LEAK_PROBE
  child_process bare({OBSERVED_LEAK_PROBE}, {});
  const int status = bare.finish();
  EXPECT_THAT(bare.errors(), HasSubstr("4711 byte(s) in 1 object(s)"));
  child_process test = start({OBSERVED_LEAK_PROBE});
  EXPECT_EQ(test.finish(), status);
  EXPECT_THAT(test.errors(), HasSubstr("4711 byte(s) in 1 object(s)"));
#else
  GTEST_SKIP() << "the compiler has no sanitizer for another program";
#endif
}

struct ending_traced : ending_watched {};

INSTANTIATE_TEST_SUITE_P(by, ending_traced,
                         testing::Values("ptrace_seccomp", "ptrace_stops"),
                         [](const auto& each) { return each.param; });

TEST_P(ending_traced, C92_a_program_with_a_leak_checker_ends_as_without_it) {
#ifdef OBSERVED_LEAK_PROBE
  child_process test = start({OBSERVED_LEAK_PROBE});
  EXPECT_EQ(test.finish(), 0);
  EXPECT_THAT(test.errors(), Not(HasSubstr("LeakSanitizer has")));
#else
  GTEST_SKIP() << "the compiler has no sanitizer for another program";
#endif
}

TEST_P(ending_notified, C92_a_debugger_stops_a_program_inside_of_the_test) {
#ifdef GDB
  const std::string output = place.path("output");
  child_process test =
      start({"sh", "-c",
             "LSAN_OPTIONS=detect_leaks=0 "
             "exec '" GDB "' -batch -nx -ex 'break main' -ex run -ex continue"
             " --args '" OBSERVED_PROBE "' create '" +
                 directory + "' > '" + output + "' 2>&1"});
  EXPECT_EQ(test.finish(), 0);
  EXPECT_THAT(unit::content_of(output),
              AllOf(HasSubstr("Breakpoint 1, "), HasSubstr("exited normally")));
  EXPECT_NE(touch("create", "new"), "");
#else
  GTEST_SKIP() << "gdb is not installed";
#endif
}

TEST_P(ending_notified, C92_another_listener_leaves_ptrace_which_is_reported) {
  need_ptrace();
  if (IsSkipped()) return;
  more["OBSERVED_COMMAND"] = "'" LAUNCHER "' --observe '" + record +
                             "' -- '" OBSERVED_PROBE "' create '" + directory +
                             "'";
  child_process test({OBSERVED_PROBE, "listens", directory}, more);
  EXPECT_EQ(test.finish(), 0);
  const std::string errors = test.errors();
  const std::size_t report = errors.find("watching by ptrace, because seccomp");
  ASSERT_NE(report, std::string::npos) << errors;
  EXPECT_EQ(errors.find("watching by ptrace", report + 1), std::string::npos);
  EXPECT_THAT(field(lines().front(), "by"), StartsWith("ptrace_"));
  EXPECT_THAT(field(lines().front(), "note"), HasSubstr("not available"));
  EXPECT_NE(touch("create", "new"), "");
  EXPECT_TRUE(is_complete());
}

}  // namespace
}  // namespace parallel_testing::launcher
