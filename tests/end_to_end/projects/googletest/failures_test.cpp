// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <parallel_testing/parallel_testing.hpp>
#include <stdexcept>
#include <string>

#include "note.hpp"

namespace pt = parallel_testing;

class Crash : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override { die_in("SetUp"); }
  void TearDown() override { die_in("TearDown"); }

  void die_in(const std::string& phase) {
    const std::string wanted = GetParam();
    if (wanted.find(phase) == std::string::npos) return;
    if (wanted.find("Abort") == 0) ::abort();
    if (wanted.find("Segv") == 0) ::raise(SIGSEGV);
    if (wanted.find("Exit") == 0) ::_exit(3);
    if (wanted.find("Leave") == 0) ::exit(0);
  }
};
TEST_P(Crash, Somewhere) {
  die_in("Body");
}
INSTANTIATE_TEST_SUITE_P(Every, Crash,
                         testing::Values("AbortInSetUp", "AbortInBody",
                                         "AbortInTearDown", "SegvInSetUp",
                                         "SegvInBody", "SegvInTearDown",
                                         "ExitInSetUp", "ExitInBody",
                                         "ExitInTearDown", "LeaveInSetUp",
                                         "LeaveInBody", "LeaveInTearDown"),
                         [](const auto& instance) { return instance.param; });

class Survivor : public testing::TestWithParam<int> {};
TEST_P(Survivor, Passes) {}
INSTANTIATE_TEST_SUITE_P(All, Survivor, testing::Range(0, 4));

class BadTearDown : public testing::Test {
 protected:
  void TearDown() override { ADD_FAILURE() << "could not tidy up"; }
};
TEST_F(BadTearDown, Fails) {
  SUCCEED();
}

class BadSuiteTearDown : public testing::Test {
 protected:
  static void TearDownTestSuite() { ADD_FAILURE() << "could not tidy up"; }
};
TEST_F(BadSuiteTearDown, Fails) {
  SUCCEED();
}

class Throws : public testing::Test {
 protected:
  void SetUp() override { throw std::runtime_error("no set-up today"); }
};
TEST_F(Throws, InSetUp) {}

/// Dies with one of everything in its hands.
TEST(Holder, Dies) {
  const e2e::section alone("holder");
  const pt::reserved_port port = pt::reserve_port();
  const pt::temp_dir dir;
  e2e::note("holder_worker", pt::this_worker().id());
  e2e::note("holder_port", std::to_string(port.number()));
  e2e::note("holder_dir", dir.path());
  ::unlink((e2e::variable("E2E_SECTIONS") + "/holder").c_str());
  ::raise(SIGKILL);
}
PARALLEL_TESTING_MARK(Holder, Dies, lock("holder"), port(19418),
                      database("holder"));

TEST(Holder, Follows) {
  const e2e::section alone("holder");
  const pt::reserved_port port = pt::reserve_port();
  const pt::temp_dir dir;
  e2e::note("follower_worker", pt::this_worker().id());
  e2e::note("follower_port", std::to_string(port.number()));
}
PARALLEL_TESTING_MARK(Holder, Follows, lock("holder"), port(19418),
                      database("holder"));
