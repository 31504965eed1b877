// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/programs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

namespace parallel_testing::io {
namespace {

using testing::ElementsAre;
using namespace std::chrono_literals;

const std::vector<std::string> both{"sh", "-c", "echo out; echo err >&2"};

/// A process that has ended has no command line, whoever is to wait for it.
bool is_running(int pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/cmdline");
  return file.get() != std::ifstream::traits_type::eof();
}

TEST(output_of_programs, is_read_with_their_exit_code) {
  const program_output result = output_of({"sh", "-c", "echo 'a  b'; exit 3"});
  EXPECT_EQ(result.out, "a  b\n");
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(output_of({"sh", "-c", "kill -9 $$"}).exit_code, 128 + SIGKILL);
}

TEST(output_of_programs, has_their_diagnostics_when_asked) {
  EXPECT_EQ(output_of(both, diagnostics::dropped).out, "out\n");
  EXPECT_EQ(output_of(both, diagnostics::read).out, "out\nerr\n");
  EXPECT_EQ(output_of(both, diagnostics::only).out, "err\n");
}

TEST(output_of_programs, takes_arguments_as_they_are) {
  EXPECT_EQ(output_of({"printf", "%s|", "", "$HOME `id`", "*"}).out,
            "|$HOME `id`|*|");
}

TEST(output_of_programs, that_cannot_be_started_is_told) {
  const program_output result = output_of({"/no/such/program"});
  EXPECT_EQ(result.exit_code, 127);
  EXPECT_EQ(result.out, "");
}

// What it started goes with it, or reading would not end.
TEST(output_of_programs, ends_with_their_time) {
  const program_output result =
      output_of({"sh", "-c", "sleep 600 & echo $!; sleep 600"},
                diagnostics::passed_on, 1s);
  EXPECT_EQ(result.exit_code, 124);
  while (is_running(std::stoi(result.out))) std::this_thread::yield();
}

TEST(output_of_programs, ends_with_their_time_when_they_close_their_output) {
  const program_output result =
      output_of({"sh", "-c", "echo all; exec >&- 2>&-; sleep 600"},
                diagnostics::dropped, 1s);
  EXPECT_EQ(result.out, "all\n");
  EXPECT_EQ(result.exit_code, 124);
}

TEST(many_programs, end_with_their_own_codes_in_the_order_of_the_calls) {
  const std::vector<program_call> calls{{{"sh", "-c", "exit 4"}, "", ""},
                                        {{"/no/such/program"}, "", ""},
                                        {{"sh", "-c", "kill -15 $$"}, "", ""},
                                        {{"true"}, "", ""}};
  EXPECT_THAT(run_programs(calls, 2), ElementsAre(4, 127, 128 + SIGTERM, 0));
}

}  // namespace
}  // namespace parallel_testing::io
