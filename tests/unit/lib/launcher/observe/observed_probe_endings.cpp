// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>

#include "observed_probe.hpp"

namespace observed_probe {

namespace {

void say(const std::string& line) {
  std::puts(line.c_str());
  std::fflush(stdout);
}

void ask(int times) {
  for (int at = 0; at < times; ++at) {
    static_cast<void>(::access("none", F_OK));
  }
}

void wait_for_ever() {
  make("new");
  say("ready");
  for (;;) ::pause();
}

/// Prints a line for each signal, and how many there were at SIGUSR2.
void count_signals() {
  sigset_t counted;
  ::sigemptyset(&counted);
  ::sigaddset(&counted, SIGUSR1);
  ::sigaddset(&counted, SIGUSR2);
  ::sigprocmask(SIG_BLOCK, &counted, nullptr);
  say("ready");
  int count = 0;
  for (int signal = 0; signal != SIGUSR2;) {
    ::sigwait(&counted, &signal);
    if (signal == SIGUSR1) {
      ++count;
      say("got one");
    }
  }
  say(std::to_string(count));
}

/// A watcher that is killed leaves a process without these calls.
void ask_until_refused() {
  while (::access("none", F_OK) != 0 && errno != ENOSYS) {
  }
}

void ask_from_everywhere() {
  if (::fork() == 0) {
    ask_until_refused();
    ::_exit(0);
  }
  std::thread(ask_until_refused).detach();
  for (int at = 0;; ++at) {
    ask(10);
    make(("name" + std::to_string(at % 100)).c_str());
    say("asked");
  }
}

std::atomic<int> alarms{0};

void count_alarm(int /*signal*/) {
  ++alarms;
}

void open_under_alarms() {
  struct sigaction counts {};
  counts.sa_handler = count_alarm;
  ::sigaction(SIGALRM, &counts, nullptr);
  constexpr suseconds_t interval_us = 200;
  const itimerval often{{0, interval_us}, {0, interval_us}};
  ::setitimer(ITIMER_REAL, &often, nullptr);
  constexpr int least_alarms = 50;
  for (int at = 0; at < 500 || alarms < least_alarms; ++at) {
    const std::string name = "name" + std::to_string(at % 100);
    int fd = -1;
    do {
      fd = ::open(name.c_str(), O_WRONLY | O_CREAT, 0600);
    } while (fd < 0 && errno == EINTR);
    require(fd >= 0, "open");
    ::close(fd);
  }
  const itimerval none{};
  ::setitimer(ITIMER_REAL, &none, nullptr);
}

void leave_a_busy_process() {
  int ends[2];
  require(::pipe(ends) == 0, "pipe");
  ask(100);
  if (::fork() != 0) return;
  ::close(ends[1]);
  const int nothing = ::open("/dev/null", O_RDWR);
  for (const int fd : {0, 1, 2}) ::dup2(nothing, fd);
  // Until its parent is gone.
  char end = 0;
  static_cast<void>(!::read(ends[0], &end, 1));
  ask(1000);
  make("late");
  ::_exit(0);
}

void disturb_polling() {
  rlimit limit{};
  require(::prlimit(::getppid(), RLIMIT_NOFILE, nullptr, &limit) == 0,
          "prlimit");
  limit.rlim_cur = 1;
  require(::prlimit(::getppid(), RLIMIT_NOFILE, &limit, nullptr) == 0,
          "prlimit");
  make("new");
  ask(100);
  ::_exit(5);
}

#if defined(__x86_64__)
/// One that a 64-bit program can also make.
long call_of_32_bits(long number, long first, long second, long third = 0,
                     long fourth = 0) {
  long result = 0;
  __asm__ volatile("int $0x80"
                   : "=a"(result)
                   : "a"(number), "b"(first), "c"(second), "d"(third),
                     "S"(fourth)
                   : "memory", "r8", "r9", "r10", "r11");
  return result;
}

/// What a 32-bit program passes by address.
struct memory_of_32_bits {
  char name[16];
  char lock[24];
  sockaddr_in to;
  std::uint32_t message[7];
  std::uint32_t arguments[3];
};

void lock_as_32_bits(memory_of_32_bits& low) {
  constexpr long fcntl_with_large_files = 221;
  constexpr long set_lock = 13;
  make("locked_by_32_bits");
  const int fd = ::open("locked_by_32_bits", O_RDWR);
  const short type = F_WRLCK;
  std::memcpy(low.lock, &type, sizeof type);
  require(call_of_32_bits(fcntl_with_large_files, fd, set_lock,
                          reinterpret_cast<long>(low.lock)) == 0,
          "fcntl");
}

void send_as_32_bits(memory_of_32_bits& low, in_port_t port, bool by_number) {
  low.to.sin_family = AF_INET;
  low.to.sin_port = htons(port);
  low.to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const auto address_of = [](const void* of) {
    return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(of));
  };
  low.message[0] = address_of(&low.to);
  low.message[1] = sizeof low.to;
  const int fd = ::socket(AF_INET, SOCK_DGRAM, 0);
  // Whether anything listens there does not matter.
  if (by_number) {
    constexpr long sendmsg_number = 370;
    static_cast<void>(call_of_32_bits(sendmsg_number, fd,
                                      reinterpret_cast<long>(low.message), 0));
    return;
  }
  constexpr long socketcall = 102;
  constexpr long sendmsg_in_socketcall = 16;
  low.arguments[0] = static_cast<std::uint32_t>(fd);
  low.arguments[1] = address_of(low.message);
  static_cast<void>(call_of_32_bits(socketcall, sendmsg_in_socketcall,
                                    reinterpret_cast<long>(low.arguments)));
}

void use_key_as_32_bits() {
  constexpr long ipc = 117;
  constexpr long shmget_in_ipc = 23;
  constexpr long shmctl_in_ipc = 24;
  constexpr long removal = 0x100;
  const long key = 0x4e000000 | ::getpid();
  const long id =
      call_of_32_bits(ipc, shmget_in_ipc, key, 1, IPC_CREAT | IPC_EXCL | 0600);
  require(id >= 0, "shmget");
  require(call_of_32_bits(ipc, shmctl_in_ipc, id, removal) == 0, "shmctl");
}
#endif

void call_as_32_bits() {
#if defined(__x86_64__)
  constexpr long creat_number = 8;
  // Such a call takes addresses of 32 bits.
  void* const low =
      ::mmap(nullptr, sizeof(memory_of_32_bits), PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
  require(low != MAP_FAILED, "mmap");
  auto& memory = *static_cast<memory_of_32_bits*>(low);
  std::strcpy(memory.name, "by_32_bits");
  if (call_of_32_bits(creat_number, reinterpret_cast<long>(memory.name), 0600) <
      0) {
    std::puts("not possible");
    return;
  }
  lock_as_32_bits(memory);
  send_as_32_bits(memory, 50, true);
  send_as_32_bits(memory, 51, false);
  use_key_as_32_bits();
  std::puts("done");
#else
  std::puts("not possible");
#endif
}

/// As a container runtime does for the processes of a container.
void run_below_a_listener() {
  sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_sethostname, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
  const sock_fprog program{sizeof code / sizeof code[0], code};
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  require(::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
                    SECCOMP_FILTER_FLAG_NEW_LISTENER, &program) >= 0,
          "seccomp");
  require(::chdir("/") == 0, "chdir");
  const int status = std::system(std::getenv("OBSERVED_COMMAND"));
  ::_exit(WIFEXITED(status) ? WEXITSTATUS(status) : failed);
}

}  // namespace

const action_table& ending_actions() {
  static const action_table all = {
      {"waits", wait_for_ever},
      {"counts_signals", count_signals},
      {"listens", run_below_a_listener},
      {"busy", ask_from_everywhere},
      {"alarms", open_under_alarms},
      {"leaves_busy", leave_a_busy_process},
      {"disturbs_polling", disturb_polling},
      {"as_32_bits", call_as_32_bits},
      {"privileges",
       [] {
         make("new");
         say(std::to_string(::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0)));
       }},
  };
  return all;
}

}  // namespace observed_probe
