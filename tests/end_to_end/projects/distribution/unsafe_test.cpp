// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A program whose main() prepares what no forked process may use.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <note.hpp>
#include <parallel_testing/gtest.hpp>
#include <string>
#include <thread>

namespace {

/// A listener of the program sees what one process runs.
class counting : public ::testing::EmptyTestEventListener {
  void OnTestStart(const ::testing::TestInfo&) override {
    e2e::note("started", std::to_string(++count_));
  }
  int count_ = 0;
};

int value = 0;

void prepare(const std::string& what) {
  if (what == "--threads") {
    std::thread([] { ::pause(); }).detach();
  } else if (what == "--children") {
    const pid_t self = ::getpid();
    if (::fork() == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      if (::getppid() != self) {
        ::_exit(0);
      }
      ::pause();
    }
  } else if (what == "--epoll") {
    ::epoll_create1(0);
  } else if (what == "--socket") {
    static_cast<void>(::socket(AF_UNIX, SOCK_STREAM, 0));
  } else if (what == "--pipe") {
    int ends[2];
    static_cast<void>(::pipe(ends));
  }
}

TEST(Unsafe, One) {
  EXPECT_EQ(value++, 0);
  e2e::note("ran", "One");
}

TEST(Unsafe, Two) {
  EXPECT_EQ(value++, 0);
  e2e::note("ran", "Two");
}

class Deaths : public ::testing::Test {};
PARALLEL_TESTING_MARK_SUITE(Deaths, label("slow"));

TEST_F(Deaths, InStyleFast) {
  EXPECT_DEATH(::abort(), "");
}

TEST_F(Deaths, InStyleThreadsafe) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(::abort(), "");
}

}  // namespace

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  ::testing::UnitTest::GetInstance()->listeners().Append(new counting);
  const std::string what = argc > 1 ? argv[1] : "";
  prepare(what);
  e2e::note("main", what);
  const int status = RUN_ALL_TESTS();
  e2e::note("main", "after");
  return status;
}
