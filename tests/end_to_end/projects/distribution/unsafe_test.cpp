// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A program whose main() prepares what no forked process may use.
// clang-format off: a precompiled header must be the first
#include <gtest/gtest.h>
// clang-format on
#include <fcntl.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/wait.h>
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

/// In its own namespaces, in which it is the first program.
void leave(const std::string& what) {
  const std::string isolated = e2e::variable("PARALLEL_TESTING_ISOLATED");
  e2e::note("isolated", isolated);
  if (isolated.empty()) {
    return;
  }
  const int left =
      what == "--shm"
          ? ::shmget(0x70743166, 4096, IPC_CREAT | IPC_EXCL | 0600)
          : ::open("/tmp/pt-e2e-left", O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (left < 0) {
    ::abort();
  }
  if (what == "--tmp") {
    ::close(left);
  }
}

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
  } else if (what == "--tmp" || what == "--shm") {
    leave(what);
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

/// Leaves a daemon behind, as programs do that start a server: it is in another
/// session, and no descendant of this process. Returns when the daemon runs its
/// program, so that reports have that name.
void leave_daemon() {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::setsid();
    if (::fork() == 0) {
      ::execlp("sleep", "sleep", "60", nullptr);
      ::_exit(1);
    }
    ::_exit(0);
  }
  ::waitpid(child, nullptr, 0);
  ::close(ends[1]);
  char nothing = 0;
  EXPECT_EQ(::read(ends[0], &nothing, 1), 0);
  ::close(ends[0]);
}

/// One leaves a process behind; Two passes only when the unit is repeated.
class Leaves : public ::testing::Test {};
PARALLEL_TESTING_MARK_SUITE(Leaves, label("integration"));

TEST_F(Leaves, One) {
  e2e::note("ran", "Leaves.One");
  leave_daemon();
}

TEST_F(Leaves, Two) {
  e2e::note("ran", "Leaves.Two");
  const int file = ::open((e2e::variable("E2E_NOTES") + ".again").c_str(),
                          O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  EXPECT_LT(file, 0) << "the first attempt";
}

class Leaky : public ::testing::Test {};

TEST_F(Leaky, Leaves) {
  leave_daemon();
}

TEST_F(Leaky, LeavesNothing) {}

TEST_F(Leaky, MayLeave) {
  leave_daemon();
}
PARALLEL_TESTING_MARK(Leaky, MayLeave,
                      leak(parallel_testing::leak_policy::warn));

TEST_F(Leaky, Fails) {
  leave_daemon();
  FAIL() << "a reason";
}

TEST_F(Leaky, Skips) {
  leave_daemon();
  GTEST_SKIP() << "a reason";
}

TEST_F(Leaky, Crashes) {
  leave_daemon();
  ::abort();
}

TEST_F(Leaky, WaitsForWhatItStarts) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::execlp("true", "true", nullptr);
    ::_exit(1);
  }
  ::waitpid(child, nullptr, 0);
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
