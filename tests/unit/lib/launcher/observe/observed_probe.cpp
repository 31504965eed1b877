// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Touches what its first argument names, in the directory of the second one.
#include "observed_probe.hpp"

#include <fcntl.h>
#include <linux/openat2.h>
#include <mqueue.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/msg.h>
#include <sys/ptrace.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#ifndef SYS_openat2
#define SYS_openat2 437
#endif
#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif
#ifndef SYS_pidfd_send_signal
#define SYS_pidfd_send_signal 424
#endif

namespace observed_probe {

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "%s: %s\n", what, std::strerror(errno));
  ::_exit(failed);
}

void make(const char* name, int more_flags) {
  const int fd = ::open(name, O_WRONLY | O_CREAT | more_flags, 0600);
  require(fd >= 0, name);
  ::close(fd);
}

}  // namespace observed_probe

namespace {

using observed_probe::failed;
using observed_probe::make;
using observed_probe::require;

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

/// Tests of this program run at the same time, also as copies.
key_t own_key() {
  return 0x4f000000 | ::getpid();
}

std::string own_name() {
  return "/observed." + std::to_string(::getpid());
}

void empty_files() {
  make("kept");
  make("emptied", O_TRUNC);
  make("emptied", O_TRUNC);
  require(::truncate("emptied", 0) == 0, "truncate");
  require(::creat("emptied", 0600) >= 0, "creat");
}

void use_keys() {
  const key_t key = own_key();
  static_cast<void>(::shmget(key, 1, 0));
  const int memory = ::shmget(key, 1, IPC_CREAT | IPC_EXCL | 0600);
  require(memory >= 0, "shmget");
  require(::shmctl(memory, IPC_RMID, nullptr) == 0, "shmctl");
  static_cast<void>(::semget(key, 1, 0));
  const int semaphores = ::semget(key, 1, IPC_CREAT | IPC_EXCL | 0600);
  require(semaphores >= 0, "semget");
  require(::semctl(semaphores, 0, IPC_RMID) == 0, "semctl");
  static_cast<void>(::msgget(key, 0));
  const int queue = ::msgget(key, IPC_CREAT | IPC_EXCL | 0600);
  require(queue >= 0, "msgget");
  require(::msgctl(queue, IPC_RMID, nullptr) == 0, "msgctl");
}

sockaddr_in at_port(in_port_t port) {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return to;
}

void connect_to(int fd, in_port_t port) {
  const sockaddr_in to = at_port(port);
  static_cast<void>(
      ::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to));
}

/// Whether anything listens there does not matter.
void send_everywhere() {
  connect_to(::socket(AF_INET, SOCK_STREAM, 0), 49);
  const int fd = ::socket(AF_INET, SOCK_DGRAM, 0);
  sockaddr_in to = at_port(50);
  static_cast<void>(::sendto(
      fd, "", 0, 0, reinterpret_cast<const sockaddr*>(&to), sizeof to));
  to = at_port(51);
  mmsghdr messages[2]{};
  messages[0].msg_hdr.msg_name = &to;
  messages[0].msg_hdr.msg_namelen = sizeof to;
  static_cast<void>(::sendmsg(fd, &messages[0].msg_hdr, 0));
  to = at_port(52);
  sockaddr_in other = at_port(53);
  messages[1].msg_hdr.msg_name = &other;
  messages[1].msg_hdr.msg_namelen = sizeof other;
  static_cast<void>(::sendmmsg(fd, messages, 2, 0));
  connect_to(::socket(AF_INET, SOCK_DGRAM, 0), 0);
}

void bind_version_6(const in6_addr& address, bool is_only) {
  const int fd = ::socket(AF_INET6, SOCK_STREAM, 0);
  const int only = is_only ? 1 : 0;
  ::setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof only);
  sockaddr_in6 own{};
  own.sin6_family = AF_INET6;
  own.sin6_port = htons(49);
  own.sin6_addr = address;
  static_cast<void>(
      ::bind(fd, reinterpret_cast<const sockaddr*>(&own), sizeof own));
}

void use_socket_by_alias() {
  ::mkdir("real", 0700);
  require(::symlink("real", "alias") == 0, "symlink");
  sockaddr_un own{};
  own.sun_family = AF_UNIX;
  std::strcpy(own.sun_path, "alias/socket");
  const auto* const address = reinterpret_cast<const sockaddr*>(&own);
  const int server = ::socket(AF_UNIX, SOCK_STREAM, 0);
  require(::bind(server, address, sizeof own) == 0, "bind");
  require(::listen(server, 1) == 0, "listen");
  const int client = ::socket(AF_UNIX, SOCK_STREAM, 0);
  require(::connect(client, address, sizeof own) == 0, "connect");
}

void change_attributes() {
  for (const char* const name : {"by_name", "by_mode", "by_owner", "by_time"}) {
    make(name);
  }
  require(::chmod("by_name", 0644) == 0, "chmod");
  const int mode = ::open("by_mode", O_RDONLY);
  require(::fchmod(mode, 0644) == 0, "fchmod");
  const int owner = ::open("by_owner", O_RDONLY);
  require(::fchown(owner, ::geteuid(), ::getegid()) == 0, "fchown");
  require(::utimensat(AT_FDCWD, "by_time", nullptr, 0) == 0, "utimensat");
}

void make_names() {
  require(::mkdir("directory", 0700) == 0, "mkdir");
  require(::rmdir("directory") == 0, "rmdir");
  require(::mkfifo("pipe", 0600) == 0, "mkfifo");
  make("file");
  require(::link("file", "hard") == 0, "link");
  require(::symlink("file", "soft") == 0, "symlink");
  open_how how{};
  how.flags = O_WRONLY | O_CREAT;
  how.mode = 0600;
  require(::syscall(SYS_openat2, AT_FDCWD, "by_openat2", &how, sizeof how) >= 0,
          "openat2");
  constexpr unsigned exchange = 2;
  require(::syscall(SYS_renameat2, AT_FDCWD, "hard", AT_FDCWD, "pipe",
                    exchange) == 0,
          "renameat2");
}

bool is_there(const char* name) {
  return ::access(name, F_OK) == 0;
}

void come_and_go() {
  require(!is_there("file"), "file");
  make("file");
  require(is_there("file"), "file");
  const int fd = ::open("file", O_RDONLY);
  require(fd >= 0, "open");
  require(::unlink("file") == 0, "unlink");
  require(::chmod("file", 0600) != 0, "chmod");
  require(!is_there("file"), "file");
}

void remove_file_as_directory() {
  make("file");
  require(::rmdir("file") != 0, "rmdir");
  require(::unlink("file") == 0, "unlink");
}

/// Uses each name twice: before and after it leads somewhere else.
void ask_for_links() {
  make("file");
  require(::symlink("file", "link") == 0, "symlink");
  struct stat status {};
  require(::stat("link", &status) == 0, "stat");
  require(::lstat("link", &status) == 0, "lstat");
  require(::unlink("link") == 0, "unlink");
  make("link");
  require(::chmod("link", 0600) == 0, "chmod");
  require(::mkdir("real", 0700) == 0, "mkdir");
  require(!is_there("later/below"), "later/below");
  require(::symlink("real", "later") == 0, "symlink");
  make("later/below");
  require(is_there("later/below"), "later/below");
}

/// One name is a directory, then links to others.
void replace_by_links() {
  require(::mkdir("name", 0700) == 0, "mkdir");
  make("name/in_it");
  require(::unlink("name/in_it") == 0, "unlink");
  require(::rmdir("name") == 0, "rmdir");
  for (const char* target : {"first", "second", "third"}) {
    require(::mkdir(target, 0700) == 0, "mkdir");
    require(::symlink(target, "name") == 0, "symlink");
    make("name/in_it");
    require(::unlink("name") == 0, "unlink");
  }
}

void spawn_programs() {
  char program[] = "/proc/self/exe";
  char action[] = "create";
  char directory[] = ".";
  char* arguments[] = {program, action, directory, nullptr};
  pid_t child = 0;
  require(::posix_spawn(&child, arguments[0], nullptr, nullptr, arguments,
                        environ) == 0,
          "posix_spawn");
  int status = 0;
  ::waitpid(child, &status, 0);
  require(status == 0, "the spawned program fails");
  child = ::vfork();
  if (child == 0) {
    ::_exit(::open("by_vfork", O_WRONLY | O_CREAT, 0600) < 0 ? 1 : 0);
  }
  ::waitpid(child, &status, 0);
  require(status == 0, "the child of vfork fails");
}

void use_namespaces() {
  make("outside");
  const int kinds = CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWUTS | CLONE_NEWIPC;
  const bool is_private =
      ::unshare(kinds) == 0 || ::unshare(kinds | CLONE_NEWUSER) == 0;
  const bool has_files =
      is_private &&
      ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
      ::mount("own", "/mnt", "tmpfs", 0, nullptr) == 0;
  if (!has_files) {
    make("no namespaces");
    return;
  }
  make("/mnt/observed");
  bound(AF_INET, SOCK_STREAM, 49, false);
  static_cast<void>(::shmget(0x4f4f4f4f, 1, IPC_CREAT | 0600));
  require(::sethostname("observed", 8) == 0, "sethostname");
  // Fails, and is seen before it does.
  static_cast<void>(::syscall(SYS_clock_settime, CLOCK_REALTIME, nullptr));
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

const observed_probe::action_table& actions() {
  static const observed_probe::action_table all = {
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
           static_cast<void>(is_there(
               ("d" + std::to_string(at % 100) + "/" + std::to_string(at))
                   .c_str()));
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
      {"abstract_random",
       [] { bind_unix(std::string("\0observed-abCdEF", 16)); }},
      {"unix_path", [] { bind_unix("socket"); }},
      {"sysv", use_keys},
      {"ipc_private",
       [] {
         const int id = ::shmget(IPC_PRIVATE, 1, 0600);
         ::shmctl(id, IPC_RMID, nullptr);
       }},
      {"empties", empty_files},
      {"updates_nothing",
       [] {
         const int fd = ::open("updated", O_RDWR | O_CREAT, 0600);
         char first = 0;
         require(::read(fd, &first, 1) == 1, "read");
       }},
      {"updates",
       [] {
         const int fd = ::open("updated", O_RDWR | O_CREAT, 0600);
         require(::write(fd, "x", 1) == 1, "write");
       }},
      {"locks_after_open",
       [] {
         const int fd = ::open("locked", O_RDWR | O_CREAT, 0600);
         require(::flock(fd, LOCK_EX) == 0, "flock");
       }},
      {"queue",
       [] {
         const std::string name = own_name();
         require(::mq_open(name.c_str(), O_RDWR | O_CREAT | O_EXCL, 0600,
                           nullptr) >= 0,
                 "mq_open");
         require(::mq_unlink(name.c_str()) == 0, "mq_unlink");
       }},
      {"posix_memory",
       [] {
         const std::string name = own_name();
         require(::shm_open(name.c_str(), O_RDWR | O_CREAT, 0600) >= 0,
                 "shm_open");
         require(::shm_unlink(name.c_str()) == 0, "shm_unlink");
       }},
      {"machine",
       [] {
         // Both fail, and are seen before they do.
         static_cast<void>(::syscall(SYS_sethostname, nullptr, 1));
         static_cast<void>(
             ::syscall(SYS_clock_settime, CLOCK_REALTIME, nullptr));
       }},
      {"sends", send_everywhere},
      {"mapped",
       [] {
         in6_addr mapped = in6addr_loopback;
         mapped.s6_addr[10] = 0xff;
         mapped.s6_addr[11] = 0xff;
         mapped.s6_addr[12] = 127;
         bind_version_6(mapped, false);
       }},
      {"tcp6_only", [] { bind_version_6(in6addr_any, true); }},
      {"unix_alias", use_socket_by_alias},
      {"attributes", change_attributes},
      {"makers", make_names},
      {"comes_and_goes", come_and_go},
      {"links", ask_for_links},
      {"replaced_by_links", replace_by_links},
      {"removes_as_directory", remove_file_as_directory},
      {"spawn", spawn_programs},
      {"namespaces", use_namespaces},
      {"kill_by_descriptor",
       [] {
         ::signal(SIGUSR1, SIG_IGN);
         const long self = ::syscall(SYS_pidfd_open, ::getpid(), 0);
         require(self >= 0, "pidfd_open");
         require(
             ::syscall(SYS_pidfd_send_signal, self, SIGUSR1, nullptr, 0) == 0,
             "pidfd_send_signal");
       }},
      {"flock",
       [] {
         make("locked");
         const int fd = ::open("locked", O_RDWR);
         require(::flock(fd, LOCK_SH) == 0, "flock");
         require(::flock(fd, LOCK_UN) == 0, "flock");
       }},
      {"tries_flock",
       [] {
         make("locked");
         const int fd = ::open("locked", O_RDWR);
         require(::flock(fd, LOCK_EX | LOCK_NB) == 0, "flock");
         require(::flock(fd, LOCK_EX | LOCK_NB) == 0, "flock");
         require(::flock(fd, LOCK_EX) == 0, "flock");
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
  for (const auto* const each :
       {&actions(), &observed_probe::ending_actions()}) {
    const auto found = each->find(argv[1]);
    if (found != each->end()) {
      found->second();
      return 0;
    }
  }
  return failed;
}
