// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Tests that touch the terminal, and users who stop and continue a run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/stat.h>
#include <time.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "pseudo_terminal.hpp"
#include "support/process.hpp"

namespace parallel_testing::tool_test {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

/// Waits without starting a process: one that is stopped in the middle of that
/// does not look stopped.
const std::string until_go = "read go <go";

/// Has the terminal, and waits until a trap sets `ends`.
const std::string wait_to_end =
    "stty -echo </dev/tty; touch ready; "
    "while [ -z \"$ends\" ]; do sleep 0.05; done";

/// A shell whose user stops the tool and continues it.
const std::string until_fg =
    "tool; echo \"status $?\"; read line; fg; echo \"end $?\"";

class job_control : public testing::Test {
 protected:
  [[nodiscard]] const fs::path& build() const { return build_; }

  void SetUp() override {
    fs::create_directories(build_);
    ASSERT_EQ(::mkfifo((build_ / "go").c_str(), 0600), 0);
    std::ofstream(build_ / "CMakeCache.txt")
        << "CMAKE_CTEST_COMMAND:INTERNAL=" TESTED_CTEST "\n";
  }

  /// A test that runs `script` in the build directory.
  void add_test(const std::string& name, const std::string& script,
                const std::string& before = "") {
    std::ofstream(build_ / "CTestTestfile.cmake", std::ios::app)
        << "add_test(" << name << " " << before << " /bin/sh -c [==[" << script
        << "]==])\n"
        << "set_tests_properties(" << name << " PROPERTIES TIMEOUT 60)\n";
  }

  [[nodiscard]] support::command tool() const {
    support::command started;
    started.arguments = {TESTED_TOOL, "run", "--ctest", TESTED_CTEST, "-j2"};
    started.environment["TERM"] = "xterm";
    started.environment["NO_COLOR"] = "1";
    started.directory = build_.string();
    return started;
  }

  /// The tool under a shell that controls jobs.
  [[nodiscard]] support::command shell(const std::string& script) const {
    support::command started = tool();
    std::string line;
    for (const std::string& word : started.arguments) line += "'" + word + "' ";
    started.environment["TOOL"] = line;
    started.arguments = {"/bin/bash", "--norc", "-c",
                         "set -m; tool() { eval \"$TOOL\"; }; " + script};
    return started;
  }

  /// Runs a test that asks the user for a word and reads it by `command`.
  void expect_to_read_a_word(const std::string& command) {
    add_test("asks", "printf 'which word? ' >/dev/tty; " + command +
                         "; [ \"$word\" = one ]");
    pseudo_terminal screen(tool());
    ASSERT_TRUE(screen.wait_for("which word? "));
    screen.type("one\n");
    EXPECT_EQ(screen.wait(), 0) << screen.bytes();
  }

  /// Types ^Z once the test runs, and the line after which `until_fg`
  /// continues.
  void stop_and_continue(pseudo_terminal& screen,
                         const std::vector<std::string>& processes) {
    wait_for("test");
    wait_until_stopped("test", false);
    screen.type("\x1a");
    ASSERT_TRUE(screen.wait_for("status 148")) << screen.bytes();
    for (const std::string& each : processes) wait_until_stopped(each, true);
    screen.type("\n");
    for (const std::string& each : processes) wait_until_stopped(each, false);
  }

  /// The shell prints that the tool has succeeded, and ends.
  static void expect_success(pseudo_terminal& screen) {
    ASSERT_TRUE(screen.wait_for("end 0")) << screen.bytes();
    EXPECT_EQ(screen.wait(), 0);
  }

  /// What a process wrote to a file, which has a line.
  [[nodiscard]] std::string read(const std::string& name) const {
    std::string text;
    while (text.find('\n') == std::string::npos) {
      std::ifstream file(build_ / name);
      text.assign(std::istreambuf_iterator<char>(file), {});
    }
    return text;
  }
  [[nodiscard]] bool exists(const std::string& name) const {
    return fs::exists(build_ / name);
  }
  /// The test that waits for it goes on.
  void let_go() const { std::ofstream(build_ / "go") << "\n"; }
  /// Waits for a file that a test makes.
  void wait_for(const std::string& name) const {
    while (!exists(name)) ::sched_yield();
  }
  /// Waits until the process whose id the file has is stopped, or is not.
  void wait_until_stopped(const std::string& name, bool is_stopped) const {
    const std::string pid = std::to_string(std::stoi(read(name)));
    for (std::string state; (state == "T") != is_stopped || state.empty();) {
      std::ifstream stat("/proc/" + pid + "/stat");
      std::string ignored;
      ASSERT_TRUE(stat >> ignored >> ignored >> state) << "it has ended";
    }
  }

 private:
  fs::path build_ =
      fs::path(testing::TempDir()) /
      testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(job_control, C89_a_test_may_change_the_settings_of_the_terminal) {
  add_test("stty", "stty -echo </dev/tty && stty echo </dev/tty");
  pseudo_terminal screen(tool());
  EXPECT_EQ(screen.wait(), 0) << screen.bytes();
}

TEST_F(job_control, C89_a_test_may_read_the_terminal) {
  expect_to_read_a_word("read word </dev/tty");
}

TEST_F(job_control, C89_a_test_may_read_its_standard_input) {
  expect_to_read_a_word("read word");
}

TEST_F(job_control, C89_a_test_may_write_where_the_background_may_not) {
  add_test("tostop", "stty tostop </dev/tty; echo word >/dev/tty; touch wrote");
  pseudo_terminal screen(tool());
  EXPECT_EQ(screen.wait(), 0) << screen.bytes();
  EXPECT_TRUE(exists("wrote"));
}

TEST_F(job_control, C89_settings_that_a_test_leaves_are_restored) {
  add_test("raw", "stty -echo -icanon </dev/tty; touch ran; kill -9 $$");
  pseudo_terminal screen(shell("tool; stty -a"));
  EXPECT_EQ(screen.wait(), 0);
  EXPECT_TRUE(exists("ran"));
  EXPECT_THAT(screen.bytes(), AllOf(HasSubstr(" icanon"), HasSubstr(" echo ")));
}

TEST_F(job_control, C89_tests_beside_one_on_the_terminal_run_on) {
  add_test("tty", "read word </dev/tty; [ \"$word\" = one ]");
  add_test("other", "touch other; " + until_go);
  pseudo_terminal screen(tool());
  wait_for("other");
  screen.type("one\n");
  ASSERT_TRUE(screen.wait_for("] 1/2"));
  let_go();
  EXPECT_EQ(screen.wait(), 0) << screen.bytes();
}

TEST_F(job_control, C89_ctrl_c_ends_a_run_whose_test_has_the_terminal) {
  // The traps may run in any order. Cleaning up may take a while.
  add_test("loop", "trap ': >interrupted' INT; trap 'ends=1' TERM; " +
                       wait_to_end + "; : >ended");
  pseudo_terminal screen(tool());
  wait_for("ready");
  screen.type("\x03");
  EXPECT_EQ(screen.wait(), 130);
  EXPECT_TRUE(exists("interrupted"));
  EXPECT_TRUE(exists("ended"));
  // It may have ended early, so its exit code 0 says nothing.
  EXPECT_THAT(screen.bytes(),
              AllOf(HasSubstr("SIGINT: asking the running tests to stop"),
                    HasSubstr("1 not run"), Not(HasSubstr("passed"))));
}

TEST_F(job_control, C89_tests_may_clean_up_when_ctrl_backslash_ends_ctest) {
  add_test("loop", "trap '' QUIT; trap 'ends=1' TERM; " + wait_to_end +
                       "; sleep 0.3; : >ended");
  pseudo_terminal screen(tool());
  wait_for("ready");
  screen.type("\x1c");
  EXPECT_EQ(screen.wait(), 131);
  EXPECT_TRUE(exists("ended"));
  EXPECT_THAT(screen.bytes(),
              AllOf(HasSubstr("SIGQUIT: asking the running tests to stop"),
                    HasSubstr("1 not run"), Not(HasSubstr("passed"))));
}

TEST_F(job_control,
       C89_a_test_that_skips_itself_when_asked_to_stop_did_not_run) {
  add_test("skips",
           "trap 'exit 77' TERM; touch ready; while :; do sleep 0.05; "
           "done");
  std::ofstream(build() / "CTestTestfile.cmake", std::ios::app)
      << "set_tests_properties(skips PROPERTIES SKIP_RETURN_CODE 77)\n";
  pseudo_terminal screen(tool());
  wait_for("ready");
  screen.type("\x03");
  EXPECT_EQ(screen.wait(), 130);
  EXPECT_THAT(screen.bytes(),
              AllOf(HasSubstr("1 not run"), Not(HasSubstr("skipped")),
                    Not(HasSubstr("failed"))));
}

TEST_F(job_control,
       C89_ctrl_backslash_is_noticed_however_late_it_is_passed_on) {
  // ctest dies of it before the process that passes it on, which has the
  // program of the tool.
  add_test("loop",
           "stty -echo </dev/tty; read _ _ _ tool _ </proc/$PPID/stat; "
           "for each in $(cat /proc/$tool/task/$tool/children); do "
           "[ /proc/$each/exe -ef /proc/$tool/exe ] && kill -STOP $each; done; "
           "touch ready; while :; do sleep 0.05; done");
  pseudo_terminal screen(tool());
  wait_for("ready");
  screen.type("\x1c");
  EXPECT_EQ(screen.wait(), 131);
  EXPECT_THAT(screen.bytes(),
              AllOf(HasSubstr("SIGQUIT: asking the running tests to stop"),
                    HasSubstr("1 not run")));
}

TEST_F(job_control, C99_ctrl_backslash_prints_what_runs_and_goes_on) {
  add_test("waits", "echo $$ >test; " + until_go);
  pseudo_terminal screen(tool());
  const std::string pid = std::to_string(std::stoi(read("test")));
  screen.type("\x1c");
  ASSERT_TRUE(screen.wait_for("0 of 1 tests have ended, 0 failed, 1 run:"));
  // The processes of the test, and where they stand.
  ASSERT_TRUE(screen.wait_for(pid + " /bin/sh -c ")) << screen.bytes();
  ASSERT_TRUE(screen.wait_for("process " + pid)) << screen.bytes();
  let_go();
  EXPECT_EQ(screen.wait(), 0) << screen.bytes();
}

TEST_F(job_control, C99_a_run_without_news_names_what_still_runs) {
  add_test("waits",
           "echo $$ >test; echo one; echo still two to go; " + until_go);
  support::command started = tool();
  started.environment["PARALLEL_TESTING_NEWS_AFTER"] = "0.01";
  pseudo_terminal screen(started);
  ASSERT_TRUE(screen.wait_for("still running after ")) << screen.bytes();
  ASSERT_TRUE(screen.wait_for(" s  waits")) << screen.bytes();
  ASSERT_TRUE(screen.wait_for("last line: still two to go")) << screen.bytes();
  let_go();
  EXPECT_EQ(screen.wait(), 0) << screen.bytes();
}

TEST_F(job_control, C89_ctrl_z_stops_tool_ctest_and_tests_until_fg) {
  add_test("waits", "echo $PPID >ctest; echo $$ >test; " + until_go);
  pseudo_terminal screen(shell(until_fg));
  ASSERT_NO_FATAL_FAILURE(stop_and_continue(screen, {"test", "ctest"}));
  let_go();
  expect_success(screen);
}

TEST_F(job_control, C89_ctrl_z_stops_all_when_a_test_has_the_terminal) {
  add_test("waits", "stty echo </dev/tty; echo $PPID >ctest; echo $$ >test; " +
                        until_go + "; read word </dev/tty; [ $word = one ]");
  pseudo_terminal screen(shell(until_fg));
  ASSERT_NO_FATAL_FAILURE(stop_and_continue(screen, {"test", "ctest"}));
  let_go();
  screen.type("one\n");
  expect_success(screen);
}

TEST_F(job_control, C89_ctrl_z_stops_launched_tests) {
  add_test("waits", "echo $$ >test; " + until_go,
           "\"" TESTED_LAUNCHER "\" --name=waits --");
  pseudo_terminal screen(shell(until_fg));
  ASSERT_NO_FATAL_FAILURE(stop_and_continue(screen, {"test"}));
  let_go();
  expect_success(screen);
}

#if defined(__GLIBC__) && (defined(__x86_64__) || defined(__aarch64__))
TEST_F(job_control, C89_a_stop_does_not_count_for_the_timeout_of_ctest) {
  // The summary names no test that takes no time.
  add_test("waits", "echo $$ >test; " + until_go + "; sleep 0.3");
  std::ofstream(build() / "CTestTestfile.cmake", std::ios::app)
      << "set_tests_properties(waits PROPERTIES TIMEOUT 5)\n";
  pseudo_terminal screen(
      shell("tool; echo \"status $?\"; sleep 6; fg; echo \"end $?\""));
  wait_for("test");
  wait_until_stopped("test", false);
  screen.type("\x1a");
  ASSERT_TRUE(screen.wait_for("status 148")) << screen.bytes();
  ASSERT_NO_FATAL_FAILURE(wait_until_stopped("test", true));
  ASSERT_NO_FATAL_FAILURE(wait_until_stopped("test", false));
  let_go();
  expect_success(screen);
  // Nor is it shown as time that the test ran.
  EXPECT_THAT(screen.bytes(), ContainsRegex("waits \\([0-5][.][0-9]+ s\\)"));
}

#if defined(HAS_STACKS) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
/// Programs into which the library is loaded that stops the clock of ctest.
struct stopped_clock : job_control {
  static constexpr std::int64_t stopped_ns = 10'000'000'000;
  const fs::path ctest = build() / "ctest";
  const fs::path file = build() / "stopped_time";

  void SetUp() override {
    job_control::SetUp();
    fs::create_symlink(CRASH_PROBE, ctest);
    std::ofstream(file).write(reinterpret_cast<const char*>(&stopped_ns),
                              sizeof stopped_ns);
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
  }

  static std::int64_t now_ns() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1'000'000'000LL + now.tv_nsec;
  }

  /// Whether the clock of the program is this far behind.
  [[nodiscard]] static testing::AssertionResult is_behind(
      std::int64_t behind_ns, const fs::path& program, const fs::path& total) {
    support::command started;
    started.arguments = {program.string(), "clock"};
    started.environment["LD_PRELOAD"] =
        fs::path(TESTED_LAUNCHER)
            .replace_filename("libparallel-testing-clock.so");
    started.environment["PARALLEL_TESTING_STOPPED_TIME"] = total;
    const std::int64_t before_ns = now_ns();
    const std::string output = support::run(started).output;
    const std::int64_t after_ns = now_ns();
    // The program also prints the environment, without what the library
    // removed.
    if (output.find_first_not_of("0123456789") != std::string::npos) {
      return testing::AssertionFailure() << output;
    }
    const std::int64_t shown_ns = std::stoll(output) + behind_ns;
    return testing::AssertionResult(before_ns <= shown_ns &&
                                    shown_ns <= after_ns)
           << program << " with " << total << ": " << shown_ns << " from "
           << before_ns << " to " << after_ns;
  }
};

TEST_F(stopped_clock, C89_leaves_out_the_time_in_the_file) {
  EXPECT_TRUE(is_behind(stopped_ns, ctest, file));
}

TEST_F(stopped_clock, C89_is_that_of_the_system_in_other_programs) {
  EXPECT_TRUE(is_behind(0, CRASH_PROBE, file));
}

TEST_F(stopped_clock, C89_is_that_of_the_system_without_a_file_of_the_user) {
  EXPECT_TRUE(is_behind(0, ctest, build() / "missing"));
  EXPECT_TRUE(is_behind(0, ctest, build()));
  fs::create_symlink(file, build() / "link");
  EXPECT_TRUE(is_behind(0, ctest, build() / "link"));
  std::ofstream(build() / "short") << "1234567";
  EXPECT_TRUE(is_behind(0, ctest, build() / "short"));
  fs::permissions(file, fs::perms::others_write, fs::perm_options::add);
  EXPECT_TRUE(is_behind(0, ctest, file));
}
#endif
#endif

TEST_F(job_control, C89_in_the_background_it_waits_for_fg_as_ctest_does) {
  add_test("tty", "read word </dev/tty; [ \"$word\" = one ]");
  pseudo_terminal screen(
      shell("tool & wait $!; echo \"status $?\"; fg; echo \"end $?\""));
  ASSERT_TRUE(screen.wait_for("status 149")) << screen.bytes();
  screen.type("one\n");
  expect_success(screen);
}

TEST_F(job_control, C89_where_nobody_could_continue_it_the_run_ends) {
  add_test("tty", "read word </dev/tty");
  // The parent of its group is gone, so no signal of the terminal stops it.
  pseudo_terminal screen(
      shell("( (tool; echo \"end $?\" >end) & ); while [ ! -s end ]; do sleep "
            "0.05; done; cat end"));
  ASSERT_TRUE(screen.wait_for("end 149")) << screen.bytes();
  EXPECT_EQ(screen.wait(), 0);
  EXPECT_THAT(screen.bytes(), HasSubstr("a test uses the terminal"));
}

TEST_F(job_control, C89_a_stop_that_is_sent_stops_ctest_and_tests) {
  add_test("waits", "echo $PPID >ctest; echo $$ >test; " + until_go);
  pseudo_terminal screen(
      shell("eval \"exec $TOOL\" & echo $! >tool; wait $!; echo \"status $?\"; "
            "read line; "
            "bg; wait $!; echo \"end $?\""));
  wait_until_stopped("test", false);
  const pid_t pid = std::stoi(read("tool"));
  ASSERT_EQ(::kill(pid, SIGTSTP), 0);
  ASSERT_TRUE(screen.wait_for("status 148")) << screen.bytes();
  wait_until_stopped("test", true);
  wait_until_stopped("ctest", true);
  screen.type("\n");
  wait_until_stopped("test", false);
  let_go();
  expect_success(screen);
}

TEST_F(job_control, C89_a_retried_test_may_use_the_terminal_again) {
  add_test("twice",
           "stty echo </dev/tty; [ -e again ] || { touch again; exit 1; }; "
           "printf 'which word? ' >/dev/tty; read word </dev/tty; [ $word = "
           "one ]");
  support::command started = tool();
  started.arguments.insert(started.arguments.end(), {"--retries", "1"});
  pseudo_terminal screen(started);
  ASSERT_TRUE(screen.wait_for("which word? "));
  screen.type("one\n");
  EXPECT_EQ(screen.wait(), 0) << screen.bytes();
}

TEST_F(job_control, C89_a_group_that_stops_itself_is_noticed_and_continued) {
  add_test("stops", "kill -STOP 0");
  pseudo_terminal screen(tool());
  EXPECT_EQ(screen.wait(), 0);
  EXPECT_THAT(screen.bytes(),
              HasSubstr("ctest was stopped by SIGSTOP and continues"));
}

TEST_F(job_control, C89_a_signal_that_is_ignored_ends_nothing) {
  add_test("waits", "echo $$ >test; " + until_go);
  support::command started = tool();
  started.arguments.insert(
      started.arguments.begin(),
      {"/bin/sh", "-c", "trap '' HUP INT QUIT TERM; exec \"$@\"", "sh"});
  support::child_process running(started);
  wait_for("test");
  for (const int each : {SIGHUP, SIGINT, SIGQUIT, SIGTERM}) {
    running.signal(each);
  }
  let_go();
  const auto ended = running.wait();
  EXPECT_EQ(ended.exit_code, 0) << ended.output;
}

TEST_F(job_control, C89_tests_have_the_usual_effect_of_ctrl_c) {
  // Bit 1 of SigIgn is SIGINT.
  add_test("ignored", "grep -q 'SigIgn:.*[014589cd].$' /proc/self/status");
  pseudo_terminal screen(tool());
  EXPECT_EQ(screen.wait(), 0) << screen.bytes();
}

}  // namespace
}  // namespace parallel_testing::tool_test
