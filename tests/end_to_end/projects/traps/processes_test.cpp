// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <parallel_testing/parallel_testing.hpp>
#include <string>
#include <thread>

#include "note.hpp"

namespace pt = parallel_testing;

namespace {
std::string self() {
  return std::filesystem::read_symlink("/proc/self/exe").string();
}

int exit_code_of(void (*body)()) {
  const pid_t child = ::fork();
  if (child == 0) {
    body();
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
}  // namespace

TEST(Spawn, OwnBinary) {
  const std::string command = "'" + self() + "' --gtest_filter=Spawn.Inner";
  EXPECT_EQ(std::system(command.c_str()), 0);
}
PARALLEL_TESTING_MARK(Spawn, OwnBinary, lock("spawn"), no_parallel);

TEST(Spawn, Inner) {
  e2e::note("inner", pt::this_worker().id());
}
PARALLEL_TESTING_MARK(Spawn, Inner, lock("spawn"));

TEST(Spawn, OtherTestBinary) {
  EXPECT_EQ(std::system("'" EARLY "' --gtest_filter='*HoldsItsLock/0'"), 0);
  EXPECT_EQ(std::system("'" EARLY "' --gtest_list_tests >/dev/null"), 0);
}
PARALLEL_TESTING_MARK(Spawn, OtherTestBinary, lock("early"));

TEST(Fork, ChildLeavesTheFilesOfItsParentAlone) {
  const pt::temp_dir dir;
  static std::string path;
  path = dir.path();
  EXPECT_EQ(exit_code_of([] { ::_exit(5); }), 5);
  EXPECT_EQ(exit_code_of([] { std::exit(6); }), 6);
  EXPECT_EQ(exit_code_of([] { std::exit(0); }), 0);
  EXPECT_EQ(exit_code_of([] { const pt::temp_dir mine("of-child"); }), 0);
  EXPECT_EQ(exit_code_of([] { ::_exit(::access(path.c_str(), F_OK)); }), 0);
  EXPECT_EQ(exit_code_of([] { std::abort(); }), 128 + SIGABRT);
  EXPECT_TRUE(std::filesystem::exists(dir.path()));
  EXPECT_TRUE(std::filesystem::exists(e2e::variable("TMPDIR")));
}
PARALLEL_TESTING_MARK(Fork, ChildLeavesTheFilesOfItsParentAlone, lock("fork"));

TEST(Fork, ChildLivesOn) {
  e2e::note("worker", pt::this_worker().id());
  const pid_t child = ::fork();
  if (child == 0) {
    // Not the pipe of ctest, which would wait for its end.
    for (int file = 0; file < 3; ++file) ::close(file);
    {
      const e2e::section alone("orphan");
      e2e::take_time(300);
    }
    ::_exit(0);
  }
  const std::string entered = e2e::variable("E2E_SECTIONS") + "/orphan";
  while (!std::filesystem::exists(entered)) e2e::take_time(1);
}
PARALLEL_TESTING_MARK(Fork, ChildLivesOn, lock("orphan"));

TEST(Thread, OutlivesTheCase) {
  std::thread([] {
    for (int round = 0; round < 200; ++round) {
      if (pt::this_worker().id().empty()) std::abort();
      const pt::temp_dir dir;
      e2e::take_time(1);
    }
  }).detach();
  const pt::temp_dir dir;
}
