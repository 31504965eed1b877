// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every way a GoogleTest case can end. Each suite is one ending, that of its
// case It; its case Companion passes wherever it can.
// clang-format off: a precompiled header must be the first
#include <gtest/gtest.h>
// clang-format on
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>

namespace {

/// Whether this process was started for cases of the suite.
bool runs(const std::string& suite) {
  return ::testing::GTEST_FLAG(filter).find(suite + ".") != std::string::npos;
}

void say(const char* text) {
  ::puts(text);
  ::fflush(stdout);
}

#define ENDING(suite)      \
  TEST(suite, Companion) { \
    SUCCEED();             \
  }                        \
  TEST(suite, It)

#define FIXTURE_ENDING(suite) \
  TEST_F(suite, Companion) {  \
    SUCCEED();                \
  }                           \
  TEST_F(suite, It)

ENDING(Passes) {}
ENDING(Fails) {
  EXPECT_EQ(1, 2) << "the numbers";
}
ENDING(FailsFatally) {
  FAIL() << "for good";
}
ENDING(FailsAndGoesOn) {
  ADD_FAILURE() << "first reason";
  ADD_FAILURE() << "second reason";
}
ENDING(Skips) {
  GTEST_SKIP() << "no GPU here";
}
ENDING(SkipsWithoutReason) {
  GTEST_SKIP();
}
ENDING(FailsThenSkips) {
  ADD_FAILURE() << "failed before";
  GTEST_SKIP() << "no GPU here";
}
ENDING(Throws) {
  throw std::runtime_error("thrown in the body");
}
ENDING(ThrowsNothingKnown) {
  throw 42;
}

struct SkipsInSetUp : ::testing::Test {
  void SetUp() override {
    if (runs("SkipsInSetUp") &&
        std::string("It") ==
            ::testing::UnitTest::GetInstance()->current_test_info()->name()) {
      GTEST_SKIP() << "not on this machine";
    }
  }
};
FIXTURE_ENDING(SkipsInSetUp) {
  FAIL();
}

struct FailsInSetUp : ::testing::Test {
  void SetUp() override { FAIL() << "no directory"; }
};
TEST_F(FailsInSetUp, It) {}

struct FailsInTearDown : ::testing::Test {
  void TearDown() override { ADD_FAILURE() << "still open"; }
};
TEST_F(FailsInTearDown, It) {}

struct ThrowsInConstructor : ::testing::Test {
  ThrowsInConstructor() { throw std::runtime_error("cannot be made"); }
};
TEST_F(ThrowsInConstructor, It) {}

struct SuiteSetUpFails : ::testing::Test {
  static void SetUpTestSuite() { ADD_FAILURE() << "no server"; }
};
FIXTURE_ENDING(SuiteSetUpFails) {}

struct SuiteSetUpFailsFatally : ::testing::Test {
  static void SetUpTestSuite() { FAIL() << "no server at all"; }
};
FIXTURE_ENDING(SuiteSetUpFailsFatally) {}

struct SuiteSetUpThrows : ::testing::Test {
  static void SetUpTestSuite() { throw std::runtime_error("no licence"); }
};
FIXTURE_ENDING(SuiteSetUpThrows) {}

struct SuiteSetUpSkips : ::testing::Test {
  static void SetUpTestSuite() { GTEST_SKIP() << "no network"; }
};
// Before 1.13 GoogleTest runs the cases all the same.
FIXTURE_ENDING(SuiteSetUpSkips) {}

struct SuiteTearDownFails : ::testing::Test {
  static void TearDownTestSuite() { ADD_FAILURE() << "server would not stop"; }
};
FIXTURE_ENDING(SuiteTearDownFails) {}

struct SuiteTearDownThrows : ::testing::Test {
  static void TearDownTestSuite() { throw std::runtime_error("lost it"); }
};
FIXTURE_ENDING(SuiteTearDownThrows) {}

struct surroundings : ::testing::Environment {
  void SetUp() override {
    if (runs("EnvironmentFails")) FAIL() << "no database";
    if (runs("EnvironmentFailsAndGoesOn")) ADD_FAILURE() << "half a database";
    if (runs("EnvironmentSkips")) GTEST_SKIP() << "no GPU in the machine";
  }
  void TearDown() override {
    if (runs("EnvironmentTearDownFails")) ADD_FAILURE() << "database in use";
    if (runs("EnvironmentTearDownExits")) ::exit(0);
  }
};
const auto* const environment =
    ::testing::AddGlobalTestEnvironment(new surroundings);

ENDING(EnvironmentFails) {}
ENDING(EnvironmentFailsAndGoesOn) {}
ENDING(EnvironmentSkips) {
  FAIL();
}
ENDING(EnvironmentTearDownFails) {}

// Programs that leave around their cases.
struct SuiteSetUpExits : ::testing::Test {
  static void SetUpTestSuite() { ::exit(0); }
};
FIXTURE_ENDING(SuiteSetUpExits) {}

struct SuiteTearDownExits : ::testing::Test {
  static void TearDownTestSuite() { ::exit(0); }
};
FIXTURE_ENDING(SuiteTearDownExits) {}

struct SuiteTearDownUnderscoreExits : ::testing::Test {
  static void TearDownTestSuite() { ::_exit(0); }
};
FIXTURE_ENDING(SuiteTearDownUnderscoreExits) {}

struct MainForksAndTearDownExits : ::testing::Test {
  static void TearDownTestSuite() { ::_exit(0); }
};
FIXTURE_ENDING(MainForksAndTearDownExits) {}

ENDING(MainHidesDeathOfCopy) {}

ENDING(StartsATestThatSkips) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::execl(BUILD "/googletest", "googletest", "--gtest_filter=Skips.It",
            nullptr);
    ::_exit(127);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  FAIL() << "after the other test";
}

ENDING(EnvironmentTearDownExits) {}

// Text that looks like a verdict.
ENDING(PrintsSkippedAndFails) {
  say("[  SKIPPED ] x");
  FAIL() << "not skipped";
}
ENDING(PrintsSkippedLikeGoogleTestAndFails) {
  say("[  SKIPPED ] PrintsSkippedLikeGoogleTestAndFails.It (0 ms)");
  FAIL() << "not skipped";
}
ENDING(PrintsPassedAndFails) {
  say("[       OK ] PrintsPassedAndFails.It (0 ms)\n[  PASSED  ] 1 test.");
  FAIL() << "not passed";
}
ENDING(PrintsSkippedAndPasses) {
  say("[  SKIPPED ] x");
}
ENDING(PrintsFailedAndPasses) {
  say("[  FAILED  ] PrintsFailedAndPasses.It");
}
ENDING(PrintsOurSkipLineAndFails) {
  say("parallel-testing: 'x' was skipped (skip 0123456789ab)");
  FAIL() << "not skipped";
}

// Programs that leave before their test has ended.
ENDING(ExitsWithZero) {
  ::exit(0);
}
ENDING(ExitsWithOne) {
  ::exit(1);
}
ENDING(ExitsWithFour) {
  ::exit(4);
}
ENDING(ExitsWithSeventySeven) {
  ::exit(77);
}
ENDING(QuickExitsWithZero) {
  ::quick_exit(0);
}
ENDING(UnderscoreExitsWithZero) {
  ::_exit(0);
}
ENDING(CapitalExitsWithZero) {
  ::_Exit(0);
}
ENDING(Executes) {
  ::execl("/bin/true", "true", nullptr);
}
ENDING(ExecutesInADirectory) {
  const char* const arguments[] = {"true", nullptr};
  ::execveat(AT_FDCWD, "/bin/true", const_cast<char* const*>(arguments),
             environ, 0);
}
ENDING(ExecutesByName) {
  ::execlp("true", "true", nullptr);
}
ENDING(BecomesADaemon) {
  if (::daemon(1, 1) != 0) return;
  FAIL() << "in the daemon";
}
ENDING(ExitsInAThread) {
  std::thread([] { ::exit(0); }).join();
}
ENDING(EndsItsMainThread) {
  ::pthread_exit(nullptr);
}
ENDING(ExitsByASystemCall) {
  ::syscall(SYS_exit_group, 0);
}
ENDING(ExecutesByASystemCall) {
  const char* const arguments[] = {"true", nullptr};
  ::syscall(SYS_execve, "/bin/true", arguments, environ);
}
ENDING(HandlesASignalByExiting) {
  ::signal(SIGTERM, [](int) { ::_exit(0); });
  ::kill(::getpid(), SIGTERM);
}
struct SetUpQuickExits : ::testing::Test {
  void SetUp() override { ::quick_exit(0); }
};
FIXTURE_ENDING(SetUpQuickExits) {}
struct DestructorUnderscoreExits : ::testing::Test {
  ~DestructorUnderscoreExits() override { ::_exit(0); }
};
FIXTURE_ENDING(DestructorUnderscoreExits) {}
struct DestructorExecutes : ::testing::Test {
  ~DestructorExecutes() override { ::execl("/bin/true", "true", nullptr); }
};
FIXTURE_ENDING(DestructorExecutes) {}
/// Before main(), so before the framework knows what it will run.
const struct exits_at_once {
  exits_at_once() {
    std::ifstream arguments("/proc/self/cmdline");
    std::string all;
    std::getline(arguments, all);
    if (all.find("StaticObjectUnderscoreExits.It") != std::string::npos) {
      ::_exit(0);
    }
  }
} exits_before_main;
ENDING(StaticObjectUnderscoreExits) {}
ENDING(Aborts) {
  ::abort();
}
ENDING(Crashes) {
  ::raise(SIGSEGV);
}
ENDING(IsTerminated) {
  ::raise(SIGTERM);
}
ENDING(IsKilled) {
  ::raise(SIGKILL);
}

// Programs that end badly after their test.
ENDING(LeavesWithThreeAfterwards) {
  ::atexit([] { ::_exit(3); });
}
ENDING(LeavesWithSeventySevenAfterwards) {
  ::atexit([] { ::_exit(77); });
}
ENDING(AbortsAfterwards) {
  ::atexit(::abort);
}
ENDING(FailsAndLeavesWithZero) {
  ::atexit([] { ::_exit(0); });
  FAIL() << "hidden";
}
ENDING(SkipsAndLeavesWithThree) {
  ::atexit([] { ::_exit(3); });
  GTEST_SKIP() << "no GPU here";
}
ENDING(LeavesWithZeroAfterwards) {
  ::atexit([] { ::_exit(0); });
}

// The same by a handler that runs after those of all libraries, as destructors
// of shared libraries do.
int last_status = -1;
bool quits_at_last = false;
bool executes_at_last = false;
[[gnu::constructor(101)]] void end_with_last_status() {
  ::atexit([] {
    if (quits_at_last) ::quick_exit(0);
    if (executes_at_last) ::execl("/bin/true", "true", nullptr);
    if (last_status >= 0) ::_exit(last_status);
  });
}
ENDING(FailsAndLeavesWithZeroAtLast) {
  last_status = 0;
  FAIL() << "hidden";
}
ENDING(SkipsAndLeavesWithThreeAtLast) {
  last_status = 3;
  GTEST_SKIP() << "no GPU here";
}
ENDING(LeavesWithThreeAtLast) {
  last_status = 3;
}
ENDING(FailsAndQuickExitsAtLast) {
  quits_at_last = true;
  FAIL() << "hidden";
}
ENDING(SkipsAndQuickExitsAtLast) {
  quits_at_last = true;
  GTEST_SKIP() << "no GPU here";
}
ENDING(FailsAndExecutesAtLast) {
  executes_at_last = true;
  FAIL() << "hidden";
}
ENDING(LeavesWithZeroAtLast) {
  last_status = 0;
}

// What the main() of main.cpp makes of these.
ENDING(MainReturnsThree) {}
ENDING(MainHidesFailure) {
  FAIL() << "main() does not care";
}
ENDING(MainDoesNotRun) {}
ENDING(MainChecksAfterwards) {}

// What happens in children is theirs.
ENDING(ForksAChildThatLeaves) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(3);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 3);
}
ENDING(StartsAProgram) {
  EXPECT_EQ(::system("true"), 0);
}
ENDING(DeathTestPasses) {
  EXPECT_DEATH(::abort(), "");
}
ENDING(ExitTestPasses) {
  EXPECT_EXIT(::_exit(0), ::testing::ExitedWithCode(0), "");
}
ENDING(DeathTestFails) {
  EXPECT_DEATH(static_cast<void>(0), "");
}
ENDING(FailsToExecute) {
  EXPECT_EQ(::execl("/no/such/program", "none", nullptr), -1);
}

}  // namespace
