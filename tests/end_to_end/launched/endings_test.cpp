// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>

#include "launched/processes_of.hpp"
#include "support/sandbox.hpp"

namespace parallel_testing::support {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

/// All but the one that waits to be ended.
const std::vector<std::string> all_tests = {"-j4", "-LE", "waits"};

struct endings : testing::Test {
  sandbox box{E2E_BUILD};
  std::string mark = "PARALLEL_TESTING_STATE_DIR=" + box.path("state");

  /// A ctest whose test is in the middle of its work.
  running_ctest start_waiting() {
    running_ctest result = box.start_ctest({"-R", "^waits$"});
    while (result.notes().size() < 2 && !result.has_ended()) {
      ::poll(nullptr, 0, 5);
    }
    return result;
  }

  void expect_next_run_works() {
    wait_until_no_process_has(mark);
    const ctest_result next = box.ctest(all_tests);
    EXPECT_EQ(what_went_wrong(next), "");
    EXPECT_THAT(next.output, Not(HasSubstr("waiting for")));
  }
};

TEST_F(endings, C29_launched_tests_pass_at_any_level) {
  for (const char* level : {"-j1", "-j8"}) {
    const ctest_result result = box.ctest({level, "-LE", "waits"});
    EXPECT_EQ(what_went_wrong(result), "");
    EXPECT_THAT(result.noted("collision"), IsEmpty());
  }
}

TEST_F(endings, C70_no_test_survives_a_ctest_that_is_asked_to_end) {
  for (const int number : {SIGTERM, SIGINT}) {
    running_ctest running = start_waiting();
    ::kill(running.pid(), number);
    const ctest_result result = running.wait();
    EXPECT_EQ(result.exit_code, 128 + number);
    wait_until_no_process_has(mark);
    EXPECT_THAT(running.notes(), SizeIs(3)) << "it did not clean up";
    bool is_told = false;
    for (const tools::event& each : running.events()) {
      is_told = is_told || each.body.is<tools::process_start>();
    }
    EXPECT_TRUE(is_told);
  }
}

TEST_F(endings, C36_the_next_run_works_after_ctrl_c) {
  running_ctest running = start_waiting();
  // To the whole group, as the terminal does.
  for (const pid_t each : processes_with(mark)) ::kill(each, SIGINT);
  static_cast<void>(running.wait());
  expect_next_run_works();
}

TEST_F(endings, C36_the_next_run_works_after_ctrl_c_to_ctest_alone) {
  running_ctest running = start_waiting();
  ::kill(running.pid(), SIGINT);
  static_cast<void>(running.wait());
  expect_next_run_works();
}

TEST_F(endings, C71_the_next_run_works_after_ctest_was_killed) {
  running_ctest running = start_waiting();
  ::kill(running.pid(), SIGKILL);
  static_cast<void>(running.wait());
  expect_next_run_works();
}

TEST_F(endings, C37_a_time_out_of_ctest_lets_a_test_clean_up) {
  const ctest_result result = box.ctest({"-R", "^waits$", "--timeout", "1"});
  EXPECT_THAT(result.output, HasSubstr("***Timeout"));
  EXPECT_THAT(result.noted("tidied"), SizeIs(1));
  wait_until_no_process_has(mark);
  expect_next_run_works();
}

}  // namespace
}  // namespace parallel_testing::support
