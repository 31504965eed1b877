// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "base/programs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

namespace parallel_testing::tools {
namespace {

using testing::ElementsAre;
using namespace std::chrono_literals;

const std::vector<std::string> both{"sh", "-c", "echo out; echo err >&2"};

/// A process that has ended has no command line.
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

TEST(output_of_programs, that_cannot_be_started_is_reported) {
  const program_output result = output_of({"/no/such/program"});
  EXPECT_EQ(result.exit_code, 127);
  EXPECT_EQ(result.out, "");
}

/// What it started goes with it, or reading would not end.
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

TEST(many_programs, a_file_that_cannot_be_written_to_is_no_start) {
  EXPECT_THAT(run_programs({{{"true"}, "/no/such/file", ""}}, 1),
              ElementsAre(127));
}

TEST(output_of_programs, has_the_environment_that_was_given) {
  const program_start start{{"sh", "-c", "echo $WORD $HOME"},
                            variables{{"WORD", "word"}}};
  EXPECT_EQ(output_of(start).out, "word\n");
}

TEST(found_program, is_the_first_that_is_not_the_excepted_one) {
  namespace fs = std::filesystem;
  const fs::path root = fs::path(testing::TempDir()) / "found";
  const std::string own = root / "own" / "parallel-testing";
  const std::string shim = root / "shim";
  const std::string real = root / "real";
  for (const char* name : {"own", "shim", "real"}) {
    fs::create_directories(root / name);
  }
  for (const std::string& program : {own, real + "/ctest"}) {
    std::ofstream(program) << "";
    fs::permissions(program, fs::perms::owner_all);
  }
  fs::create_symlink(own, shim + "/ctest");
  std::ofstream(shim + "/data") << "";
  EXPECT_EQ(find_program({"ctest"}, {shim, "/nonexistent", real}, own),
            real + "/ctest");
  EXPECT_EQ(find_program({"ctest-9", "ctest"}, {shim, real}), shim + "/ctest");
  EXPECT_EQ(find_program({"ctest"}, {shim}, own), "");
  EXPECT_EQ(find_program({"data"}, {shim}), "");
  EXPECT_EQ(find_program({"ctest"}, {}), "");
}

TEST(found_program, is_looked_up_without_a_path_where_execvp_looks) {
  const std::string path = std::getenv("PATH");
  ::unsetenv("PATH");
  const std::vector<std::string> directories = path_directories();
  const program_output printed = output_of({"echo", "found"});
  ::setenv("PATH", path.c_str(), 1);
  EXPECT_THAT(directories, ElementsAre("/bin", "/usr/bin"));
  EXPECT_EQ(printed.out, "found\n");
}

TEST(found_program, is_looked_up_in_each_entry_of_the_list) {
  EXPECT_THAT(split_path("/a::/b:"), ElementsAre("/a", ".", "/b", "."));
  EXPECT_THAT(split_path(""), ElementsAre("."));
}

}  // namespace
}  // namespace parallel_testing::tools
