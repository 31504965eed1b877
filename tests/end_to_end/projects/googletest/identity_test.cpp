// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gtest/gtest.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <parallel_testing/parallel_testing.hpp>
#include <string>
#include <thread>
#include <vector>

#include "note.hpp"

namespace pt = parallel_testing;

namespace {

void note_identity() {
  e2e::note("worker", pt::this_worker().id());
  e2e::note("run", pt::this_run().id());
  e2e::note("parallel", pt::this_worker().is_parallel() ? "yes" : "no");
}

std::string output_of(const std::string& command) {
  std::string output;
  FILE* const pipe = ::popen(command.c_str(), "r");
  for (int c = ::fgetc(pipe); c != EOF; c = ::fgetc(pipe)) {
    output += static_cast<char>(c);
  }
  EXPECT_EQ(::pclose(pipe), 0) << command << "\n" << output;
  return output;
}

/// Runs `command` and gives what it notes to the key `prefix`, not to ours.
std::string output_with_notes(const std::string& command,
                              const std::string& notes) {
  return output_of("E2E_NOTES='" + e2e::variable("E2E_NOTES") + "." + notes +
                   "' " + command + " 2>&1");
}

}  // namespace

class Identity : public testing::TestWithParam<int> {};
TEST_P(Identity, IsNoted) {
  note_identity();
  e2e::take_time(GetParam() % 3 * 20 + 30);
  EXPECT_EQ(e2e::variable("PARALLEL_TESTING_WORKER"), pt::this_worker().id());
  EXPECT_EQ(e2e::variable("PARALLEL_TESTING_RUN_ID"), pt::this_run().id());
}
INSTANTIATE_TEST_SUITE_P(All, Identity, testing::Range(0, 12));

TEST(Family, ThreadsAndChildrenHaveTheSameWorker) {
  const std::string mine = pt::this_worker().id();
  std::string seen;
  std::thread other([&] { seen = pt::this_worker().id(); });
  other.join();
  EXPECT_EQ(seen, mine);
  EXPECT_EQ(output_of(PROBE), mine);
  const pid_t child = ::fork();
  if (child == 0) ::_exit(pt::this_worker().id() == mine ? 0 : 1);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(pt::this_worker().id(), mine);
}

TEST(Nested, TestBinaryIsNotTheOuterWorker) {
  note_identity();
  const std::string self = "/proc/" + std::to_string(::getpid()) + "/exe";
  output_with_notes(self + " --gtest_filter=All/Identity.IsNoted/0", "binary");
  output_with_notes("PARALLEL_TESTING_NESTED=inherit " + self +
                        " --gtest_filter=All/Identity.IsNoted/0",
                    "inherits");
}

TEST(Nested, CTestIsARunOfItsOwn) {
  note_identity();
  const std::string output = output_with_notes(
      "'" CTEST "' --test-dir '" BUILD "' -R '^All/Identity.IsNoted/[0-3]$'",
      "ctest");
  EXPECT_NE(output.find("100% tests passed"), std::string::npos) << output;
}

class Recycled : public testing::TestWithParam<int> {};
TEST_P(Recycled, AfterADeath) {
  note_identity();
  e2e::take_time(10);
  if (GetParam() % 3 == 0) ::raise(SIGKILL);
  if (GetParam() % 3 == 1) ::raise(SIGSEGV);
}
INSTANTIATE_TEST_SUITE_P(All, Recycled, testing::Range(0, 12));
