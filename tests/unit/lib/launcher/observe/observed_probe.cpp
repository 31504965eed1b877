// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Touches what its first argument names, in the directory of the second one.
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/ipc.h>
#include <sys/ptrace.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr int failed = 99;

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "%s: %s\n", what, std::strerror(errno));
  ::_exit(failed);
}

void make(const char* name, int more = 0) {
  const int fd = ::open(name, O_WRONLY | O_CREAT | more, 0600);
  require(fd >= 0, name);
  ::close(fd);
}

int bound(int family, int type, in_port_t port, bool is_any) {
  const int fd = ::socket(family, type, 0);
  sockaddr_storage address{};
  socklen_t size = sizeof(sockaddr_in);
  if (family == AF_INET) {
    sockaddr_in own{};
    own.sin_family = AF_INET;
    own.sin_port = htons(port);
    own.sin_addr.s_addr = htonl(is_any ? INADDR_ANY : INADDR_LOOPBACK);
    std::memcpy(&address, &own, sizeof own);
  } else {
    sockaddr_in6 own{};
    own.sin6_family = AF_INET6;
    own.sin6_port = htons(port);
    own.sin6_addr = is_any ? in6addr_any : in6addr_loopback;
    std::memcpy(&address, &own, sizeof own);
    size = sizeof own;
  }
  // Whether it succeeds does not matter.
  static_cast<void>(
      ::bind(fd, reinterpret_cast<const sockaddr*>(&address), size));
  return fd;
}

void bind_unix(const std::string& name) {
  sockaddr_un own{};
  own.sun_family = AF_UNIX;
  std::memcpy(own.sun_path, name.data(), name.size());
  const auto size =
      static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
  const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
  require(::bind(fd, reinterpret_cast<const sockaddr*>(&own), size) == 0,
          "bind");
}

void touch_from_threads(int count) {
  std::vector<std::thread> threads;
  for (int at = 0; at < count; ++at) {
    threads.emplace_back(
        [at] { make(("thread" + std::to_string(at)).c_str()); });
  }
  for (std::thread& each : threads) each.join();
}

void touch_from_children(int count) {
  for (int at = 0; at < count; ++at) {
    const pid_t child = ::fork();
    if (child == 0) {
      make("child");
      ::_exit(0);
    }
    ::waitpid(child, nullptr, 0);
  }
}

void trace_a_child() {
  const pid_t child = ::fork();
  if (child == 0) {
    ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
    ::raise(SIGSTOP);
    make("traced");
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  require(WIFSTOPPED(status), "the child does not stop");
  ::ptrace(PTRACE_CONT, child, nullptr, nullptr);
  ::waitpid(child, &status, 0);
  require(WIFEXITED(status) && WEXITSTATUS(status) == 0, "the child fails");
}

const std::map<std::string, std::function<void()>>& actions() {
  static const std::map<std::string, std::function<void()>> all = {
      {"nothing", [] {}},
      {"create", [] { make("new"); }},
      {"exclusive", [] { make("new", O_EXCL); }},
      {"append", [] { make("log", O_APPEND); }},
      {"read_absent", [] { require(::open("none", O_RDONLY) < 0, "none"); }},
      {"probe_absent", [] { require(::access("none", F_OK) != 0, "none"); }},
      {"raw", [] { ::syscall(SYS_mkdirat, AT_FDCWD, "raw", 0700); }},
      {"mkstemp",
       [] {
         char name[] = "fileXXXXXX";
         require(::mkstemp(name) >= 0, "mkstemp");
       }},
      {"with_pid", [] { make(("log." + std::to_string(::getpid())).c_str()); }},
      {"relative",
       [] {
         ::mkdir("inner", 0700);
         require(::chdir("inner") == 0, "chdir");
         make("below");
       }},
      {"alias",
       [] {
         ::mkdir("real", 0700);
         require(::symlink("real", "alias") == 0, "symlink");
         make("alias/below");
       }},
      {"descriptor",
       [] {
         ::mkdir("inner", 0700);
         const int inner = ::open("inner", O_RDONLY | O_DIRECTORY);
         require(::openat(inner, "below", O_WRONLY | O_CREAT, 0600) >= 0,
                 "openat");
       }},
      {"rename",
       [] {
         make("old");
         require(::rename("old", "new") == 0, "rename");
       }},
      {"remove",
       [] {
         make("old");
         require(::unlink("old") == 0, "unlink");
       }},
      {"threads", [] { touch_from_threads(20); }},
      {"500_threads", [] { touch_from_threads(500); }},
      {"children", [] { touch_from_children(3); }},
      {"5000_children", [] { touch_from_children(5000); }},
      {"million_paths",
       [] {
         for (int at = 0; at < 1000000; ++at) {
           static_cast<void>(::access(
               ("d" + std::to_string(at % 100) + "/" + std::to_string(at))
                   .c_str(),
               F_OK));
         }
       }},
      {"tcp", [] { bound(AF_INET, SOCK_STREAM, 49, false); }},
      {"udp", [] { bound(AF_INET, SOCK_DGRAM, 49, true); }},
      {"tcp6", [] { bound(AF_INET6, SOCK_STREAM, 49, true); }},
      {"port_0",
       [] {
         const int fd = bound(AF_INET, SOCK_STREAM, 0, false);
         require(::listen(fd, 1) == 0, "listen");
         sockaddr_in own{};
         socklen_t size = sizeof own;
         ::getsockname(fd, reinterpret_cast<sockaddr*>(&own), &size);
         std::printf("%d\n", ntohs(own.sin_port));
       }},
      {"abstract",
       [] {
         bind_unix(std::string("\0observed", 9) + std::to_string(::getpid()));
       }},
      {"unix_path", [] { bind_unix("socket"); }},
      {"sysv", [] { static_cast<void>(::shmget(0x4f425356, 1, 0)); }},
      {"ipc_private",
       [] {
         const int id = ::shmget(IPC_PRIVATE, 1, 0600);
         ::shmctl(id, IPC_RMID, nullptr);
       }},
      {"flock",
       [] {
         make("locked");
         const int fd = ::open("locked", O_RDWR);
         require(::flock(fd, LOCK_SH) == 0, "flock");
         require(::flock(fd, LOCK_UN) == 0, "flock");
       }},
      {"fcntl",
       [] {
         make("locked");
         const int fd = ::open("locked", O_RDWR);
         struct flock asked {};
         asked.l_type = F_WRLCK;
         require(::fcntl(fd, F_SETLK, &asked) == 0, "fcntl");
       }},
      {"kill_parent", [] { ::kill(1, SIGCONT); }},
      {"kill_self",
       [] {
         ::signal(SIGUSR1, SIG_IGN);
         ::kill(::getpid(), SIGUSR1);
       }},
      {"io_uring",
       [] {
         require(
             ::syscall(SYS_io_uring_setup, 1, nullptr) < 0 && errno == ENOSYS,
             "io_uring_setup");
       }},
      {"ptrace", trace_a_child},
      {"forever",
       [] {
         std::puts("ready");
         std::fflush(stdout);
         for (;;) static_cast<void>(::access("none", F_OK));
       }},
  };
  return all;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return failed;
  require(::chdir(argv[2]) == 0, argv[2]);
  const auto found = actions().find(argv[1]);
  if (found == actions().end()) return failed;
  found->second();
  return 0;
}
