// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What one case changes, and another would see in a common process. Each suite
// has two cases of which the second checks what the first changed.
// clang-format off: a precompiled header must be the first
#include <gtest/gtest.h>
// clang-format on
#include <fcntl.h>
#include <gtest/gtest-spi.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <clocale>
#include <cstdlib>
#include <ctime>
#include <note.hpp>
#include <parallel_testing/gtest.hpp>
#include <parallel_testing/temp_dir.hpp>
#include <string>
#include <thread>

namespace {

/// The namespace of this process.
std::string space(const char* kind) {
  char target[128] = "";
  const std::string link = std::string("/proc/self/ns/") + kind;
  return ::readlink(link.c_str(), target, sizeof target - 1) > 0 ? target : "";
}

int counter = 0;
thread_local int counter_of_thread = 0;
std::string* on_the_heap = new std::string("as it was");

/// What the program has before main(): a handler that waits for any process, a
/// file at its start, also as its input, a time zone, text in a buffer, a seed,
/// an exit handler.
struct prepared {
  prepared() {
    struct sigaction handler {};
    handler.sa_handler = [](int) {
      const int saved = errno;
      while (::waitpid(-1, nullptr, WNOHANG) > 0) {
      }
      errno = saved;
    };
    ::sigaction(SIGCHLD, &handler, nullptr);
    if (!e2e::variable("E2E_STARTS_A_THREAD").empty()) {
      std::thread([] { ::pause(); }).detach();
    }
    file = ::open("/proc/self/exe", O_RDONLY);
    ::dup2(file, STDIN_FILENO);
    ::setenv("TZ", "AAA0", 1);
    ::tzset();
    static char buffer[4096];
    ::setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
    ::printf("buffered before main\n");
    ::srand(7);
    std::atexit([] { e2e::note("exit handler", std::to_string(::getpid())); });
    e2e::note("start", std::to_string(::getpid()));
    for (const char* const kind : {"ipc", "mnt", "net"}) {
      e2e::note(std::string("start ") + kind, space(kind));
    }
  }
  int file = -1;
};
prepared program;

class Environment : public ::testing::Environment {
  void SetUp() override { e2e::note("environment", "up"); }
  void TearDown() override { e2e::note("environment", "down"); }
};
const auto* const environment =
    ::testing::AddGlobalTestEnvironment(new Environment);

std::string read_at_position(int file) {
  char text[16] = "";
  return ::read(file, text, 2) == 2 ? text : "";
}

class Changes : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { e2e::note("suite", "up"); }

  static void change_what_the_c_library_keeps() {
    EXPECT_STREQ(::tzname[0], "AAA");
    ::setenv("TZ", "BBB0", 1);
    ::tzset();
    EXPECT_STREQ(::tzname[0], "BBB");
    EXPECT_STREQ(::setlocale(LC_ALL, nullptr), "C");
    EXPECT_NE(::setlocale(LC_ALL, "C.UTF-8"), nullptr);
    EXPECT_EQ(::getpid(), ::syscall(SYS_getpid));
    EXPECT_EQ(::getpid(), ::syscall(SYS_gettid));
    // No process of another case, or of the parent.
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
    EXPECT_EQ(errno, ECHILD);
    const ::testing::TestInfo& own =
        *::testing::UnitTest::GetInstance()->current_test_info();
    EXPECT_EQ(::testing::GTEST_FLAG(filter),
              std::string("Changes.") + own.name());
  }

  /// GoogleTest keeps the traces and the reporter of each thread.
  static void change_what_the_framework_keeps() {
    EXPECT_EQ(counter_of_thread++, 0);
    const char* const trace = "a trace of a case";
    ::testing::TestPartResultArray seen;
    {
      const ::testing::ScopedFakeTestPartResultReporter catching(
          ::testing::ScopedFakeTestPartResultReporter::
              INTERCEPT_ONLY_CURRENT_THREAD,
          &seen);
      ADD_FAILURE() << "without traces";
      // Never destroyed.
      static auto* const lasting =
          new ::testing::ScopedTrace(__FILE__, __LINE__, trace);
      static_cast<void>(lasting);
      ADD_FAILURE() << "with one";
    }
    ASSERT_EQ(seen.size(), 2);
    const auto has_trace = [&](int at) {
      const std::string text = seen.GetTestPartResult(at).message();
      return text.find(trace) != std::string::npos;
    };
    EXPECT_FALSE(has_trace(0));
    EXPECT_TRUE(has_trace(1));
  }

  /// Changes everything, and expects that nothing was changed before.
  static void change() {
    EXPECT_EQ(counter++, 0);
    change_what_the_framework_keeps();
    EXPECT_EQ(*on_the_heap, "as it was");
    *on_the_heap = "changed";
    EXPECT_EQ(::getenv("CHANGED"), nullptr);
    ::setenv("CHANGED", "yes", 1);
    EXPECT_EQ(::umask(0123) & 0123, 022U);
    struct sigaction now {};
    ::sigaction(SIGUSR1, nullptr, &now);
    EXPECT_EQ(now.sa_handler, SIG_DFL);
    ::signal(SIGUSR1, SIG_IGN);
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    EXPECT_NE(files.rlim_cur, 33U);
    files.rlim_cur = 33;
    ::setrlimit(RLIMIT_NOFILE, &files);
    EXPECT_EQ(read_at_position(program.file),
              "\x7f"
              "E");
    // The program has copied the descriptor.
    EXPECT_EQ(read_at_position(STDIN_FILENO), "LF");
    change_what_the_c_library_keeps();
    e2e::note("random", std::to_string(::rand()));
    char here[4096] = "";
    EXPECT_NE(::getcwd(here, sizeof here), nullptr);
    EXPECT_EQ(::access("left", F_OK), -1);
    EXPECT_EQ(::close(::creat("left", 0600)), 0);
    e2e::note("directory", here);
    e2e::note("tmpdir", e2e::variable("TMPDIR"));
    const parallel_testing::temp_dir own;
    e2e::note("tmpdir", own.path());
    e2e::note("pid", std::to_string(::getpid()));
    EXPECT_EQ(::chdir("/"), 0);
  }
};

TEST_F(Changes, One) {
  change();
}

TEST_F(Changes, Two) {
  change();
}

TEST_F(Changes, StartsAProgram) {
  EXPECT_EQ(::system("exit 3"), 3 << 8);
}

/// Whether the process can have so much more memory.
bool can_allocate(std::size_t bytes) {
  void* const memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return memory != MAP_FAILED;
}

TEST(Memory, IsLimited) {
  EXPECT_FALSE(can_allocate(std::size_t{1} << 30));
}
PARALLEL_TESTING_MARK(Memory, IsLimited, memory_limit(512_MiB));
TEST(Memory, IsNot) {
  EXPECT_TRUE(can_allocate(std::size_t{1} << 30));
}

class Hangs : public ::testing::Test {};

TEST_F(Hangs, One) {
  for (;;) {
    ::pause();
  }
}
TEST_F(Hangs, Two) {
  e2e::note("ran", "Hangs.Two");
}
PARALLEL_TESTING_MARK_SUITE(Hangs, timeout(std::chrono::milliseconds(1500)));

/// What each case finds free, because nobody else uses its namespaces. Where
/// there are none, the cases clean up.
class Private : public ::testing::Test {
 protected:
  static constexpr const char* file = "/tmp/pt-e2e-private";
  static constexpr const char* memory = "/dev/shm/pt-e2e-private";
  static constexpr key_t key = 0x70743165;

  static void take_all() {
    for (const char* const each : {file, memory}) {
      const int created = ::open(each, O_CREAT | O_EXCL, 0600);
      EXPECT_GE(created, 0) << each;
      ::close(created);
    }
    const int segment = ::shmget(key, 4096, IPC_CREAT | IPC_EXCL | 0600);
    EXPECT_GE(segment, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(18098);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT_EQ(::bind(server, reinterpret_cast<const sockaddr*>(&address),
                     sizeof address),
              0);
    EXPECT_EQ(::listen(server, 1), 0);
    const std::string isolated = e2e::variable("PARALLEL_TESTING_ISOLATED");
    e2e::note("isolated", isolated);
    if (isolated.empty()) {
      ::unlink(file);
      ::unlink(memory);
      ::shmctl(segment, IPC_RMID, nullptr);
      ::close(server);
    }
    for (const char* const kind : {"ipc", "mnt", "net"}) {
      e2e::note(kind, space(kind));
    }
    EXPECT_EQ(::access("left", F_OK), -1);
    EXPECT_EQ(::close(::creat("left", 0600)), 0);
  }
};

TEST_F(Private, One) {
  take_all();
}
TEST_F(Private, Two) {
  take_all();
}
PARALLEL_TESTING_MARK_SUITE(Private, isolate);

}  // namespace
