// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <parallel_testing/gtest.hpp>
#include <string>

namespace {

/// True from the second time on.
bool was_here_before(const std::string& name) {
  const char* const folder = std::getenv("OUTCOMES");
  const std::string path = std::string(folder == nullptr ? "." : folder) + name;
  const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY, 0600);
  if (file < 0) return true;
  ::close(file);
  return false;
}

}  // namespace

TEST(Outcomes, Passes) {}

TEST(Outcomes, Fails) {
  EXPECT_EQ(1, 2) << "numbers differ";
}

TEST(Outcomes, Skips) {
  GTEST_SKIP() << "no server here";
}

TEST(Outcomes, Crashes) {
  ::signal(SIGSEGV, SIG_DFL);  // a sanitizer would report, and exit
  ::raise(SIGSEGV);
}

TEST(Outcomes, Aborts) {
  std::abort();
}

TEST(Outcomes, Leaves) {
  ::_exit(3);
}

TEST(Outcomes, TakesTooLong) {
  for (;;) ::pause();
}
PARALLEL_TESTING_MARK(Outcomes, TakesTooLong, timeout(0.3s));

TEST(Outcomes, PassesTheSecondTime) {
  EXPECT_TRUE(was_here_before("/unmarked"));
}

TEST(Outcomes, IsMarkedFlaky) {
  if (!was_here_before("/flaky")) std::abort();
}
PARALLEL_TESTING_MARK(Outcomes, IsMarkedFlaky, flaky(1));

TEST(Outcomes, WaitsForALock) {}
PARALLEL_TESTING_MARK(Outcomes, WaitsForALock, lock("outcomes"));

TEST(Outcomes, Leaks) {
  if (::fork() != 0) return;
  // A daemon; gone after a while in any case.
  ::setsid();
  ::alarm(20);
  for (const int each : {0, 1, 2}) ::close(each);
  for (;;) ::pause();
}

TEST(Supervised, Leaks) {
  if (::fork() != 0) return;
  for (const int each : {0, 1, 2}) ::close(each);
  for (;;) ::pause();
}
PARALLEL_TESTING_MARK(Supervised, Leaks, supervised);

TEST(Hangs, UntilItIsTold) {
  static volatile sig_atomic_t told = 0;
  ::signal(SIGTERM, [](int) { told = 1; });
  was_here_before("/waits");
  while (told == 0) ::pause();
  // What a test does when it is told to stop.
  was_here_before("/cleaned_up");
  FAIL() << "told to stop";
}
PARALLEL_TESTING_MARK(Hangs, UntilItIsTold, label("slow"));
