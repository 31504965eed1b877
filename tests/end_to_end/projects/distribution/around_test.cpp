// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <gtest/gtest.h>

#include <csignal>
#include <memory>

#include "cases.hpp"

namespace {

class CrashesBefore : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { ::raise(SIGKILL); }
};

TEST_F(CrashesBefore, One) {
  e2e::note("ran", "CrashesBefore.One");
}

TEST_F(CrashesBefore, Two) {
  e2e::note("ran", "CrashesBefore.Two");
}

// Nobody else may be in the section from before the first case on.
class Locked : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    here = std::make_unique<e2e::section>("around");
    e2e::note("suite", "Locked");
  }
  static void TearDownTestSuite() { here.reset(); }
  static std::unique_ptr<e2e::section> here;
};
std::unique_ptr<e2e::section> Locked::here;

TEST_F(Locked, One) {
  e2e::note("ran", "Locked.One");
  e2e::take_time(30);
}
PARALLEL_TESTING_MARK(Locked, One, lock("around"));

TEST_F(Locked, Two) {
  e2e::note("ran", "Locked.Two");
}

class Deaths : public ::testing::Test {};

TEST_F(Deaths, StartTheProgramAgain) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(::raise(SIGABRT), "");
  e2e::note("ran", "Deaths.StartTheProgramAgain");
}

class Files : public ::testing::Test {};

TEST_F(Files, One) {
  const pt::temp_dir dir;
  e2e::note("dir", dir.path());
  e2e::note("ran", "Files.One");
}

TEST_F(Files, Two) {
  const pt::temp_dir dir;
  e2e::note("dir", dir.path());
  e2e::note("ran", "Files.Two");
  FAIL() << "so that its directory stays";
}

TEST_F(Files, DISABLED_Three) {
  e2e::note("ran", "Files.DISABLED_Three");
}

class CrashesAfter : public ::testing::Test {
 protected:
  static void TearDownTestSuite() { ::raise(SIGKILL); }
};

TEST_F(CrashesAfter, One) {
  e2e::note("ran", "CrashesAfter.One");
}

class Last : public ::testing::Test {};

TEST_F(Last, One) {
  e2e::note("ran", "Last.One");
}

}  // namespace
