// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The process that runs the tests is not the one that was started. The name of
// the program says how this comes: all are made of one object.
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <parallel_testing/gtest.hpp>
#include <parallel_testing/parallel_testing.hpp>
#include <string>

#include "note.hpp"

namespace pt = parallel_testing;

namespace {

bool is(const std::string& program) {
  return ::program_invocation_short_name == program;
}

void say_who_and_where() {
  e2e::note("worker", pt::this_worker().id());
  e2e::note("run", pt::this_run().id());
  EXPECT_TRUE(std::filesystem::is_directory(e2e::variable("TMPDIR")));
  pt::once_per_run("again", [] {
    e2e::note("once", "done");
    return std::string("value");
  });
}

int run_tests(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}

int result_of(pid_t child) {
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

/// False in the program that this one executed.
bool is_first() {
  const bool first = ::getenv("E2E_AGAIN") == nullptr;
  ::setenv("E2E_AGAIN", "1", 1);
  return first;
}

int execute(char** argv) {
  ::execv("/proc/self/exe", argv);
  return 1;
}

}  // namespace

TEST(Again, One) {
  say_who_and_where();
}
PARALLEL_TESTING_MARK(Again, One, lock("again"), port(24701));

TEST(Again, Two) {
  say_who_and_where();
}
PARALLEL_TESTING_MARK(Again, Two, no_parallel);

TEST(Again, Three) {
  say_who_and_where();
}

int main(int argc, char** argv) {
  if (is("again_forks")) {
    const pid_t child = ::fork();
    return child == 0 ? run_tests(argc, argv) : result_of(child);
  }
  if (is("again_executes") && is_first()) return execute(argv);
  if (is("again_starts") && is_first()) {
    const pid_t child = ::fork();
    return child == 0 ? execute(argv) : result_of(child);
  }
  return run_tests(argc, argv);
}
