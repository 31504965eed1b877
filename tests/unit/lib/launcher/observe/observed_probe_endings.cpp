// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstddef>
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

/// By the calls of 32-bit programs, which a 64-bit program can also make.
void call_as_32_bits() {
#if defined(__x86_64__)
  constexpr long creat = 8;
  static char name[] = "by_32_bits";
  // Such a call takes addresses of 32 bits.
  char* const low = static_cast<char*>(
      ::mmap(nullptr, sizeof name, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0));
  require(low != MAP_FAILED, "mmap");
  std::memcpy(low, name, sizeof name);
  long result = 0;
  __asm__ volatile("int $0x80"
                   : "=a"(result)
                   : "a"(creat), "b"(low), "c"(0600L)
                   : "memory", "r8", "r9", "r10", "r11");
  std::puts(result >= 0 ? "done" : "not possible");
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
