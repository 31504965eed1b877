// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Hangs in the way that its argument names. The line of each hang has a comment
// `hang: <kind>` or, if the compiler may name another line of the loop,
// `hang: <kind> <lines before>`; measure.py reads them.
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#define NEVER_INLINED __attribute__((noinline))

namespace {

std::string wanted;
std::mutex first;
std::mutex second;

NEVER_INLINED void hang_mutex() {
  first.lock();
  std::thread([] {
    const std::lock_guard<std::mutex> guard(first);  // hang: mutex
  }).join();
}

NEVER_INLINED void take_both(std::mutex& one, std::mutex& other,
                             std::atomic<int>& ready) {
  const std::lock_guard<std::mutex> outer(one);
  ++ready;
  while (ready < 2) {
  }
  const std::lock_guard<std::mutex> inner(other);  // hang: two_mutexes
}

NEVER_INLINED void hang_two_mutexes() {
  std::atomic<int> ready{0};
  std::thread other([&] { take_both(first, second, ready); });
  take_both(second, first, ready);
  other.join();
}

NEVER_INLINED void hang_condition() {
  std::condition_variable changed;
  std::unique_lock<std::mutex> lock(first);
  changed.wait(lock, [] { return wanted.empty(); });  // hang: condition
}

NEVER_INLINED void hang_futex() {
  auto* const word =
      static_cast<int*>(::mmap(nullptr, 4096, PROT_READ | PROT_WRITE,
                               MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  const pid_t other = ::fork();
  if (other == 0) {
    ::syscall(SYS_futex, word, FUTEX_WAIT, 0, nullptr, nullptr, 0);
    ::_exit(0);
  }
  ::syscall(SYS_futex, word, FUTEX_WAIT, 0, nullptr, nullptr,
            0);  // hang: futex
}

NEVER_INLINED void hang_pipe() {
  int ends[2];
  char byte = 0;
  if (::pipe(ends) == 0 && ::read(ends[0], &byte, 1) != 0) {  // hang: pipe
    std::abort();
  }
}

NEVER_INLINED void hang_waitpid() {
  const pid_t child = ::fork();
  if (child == 0) {
    for (;;) {
      ::pause();
    }
  }
  ::waitpid(child, nullptr, 0);  // hang: waitpid
}

NEVER_INLINED void hang_busy() {
  volatile unsigned long counter = 0;
  for (;;) {
    counter = counter + 1;  // hang: busy
  }
}

struct hangs_when_made {
  NEVER_INLINED hangs_when_made() {
    int ends[2];
    char byte = 0;
    if (std::getenv("HANGS_STATICALLY") != nullptr && ::pipe(ends) == 0 &&
        ::read(ends[0], &byte, 1) < 0) {  // hang: static_initialisation
      std::abort();
    }
  }
} made_statically;

NEVER_INLINED void hang_atexit() {
  std::atexit([] {
    ::pause();  // hang: atexit
  });
  std::exit(0);
}

NEVER_INLINED void hang_forked_child() {
  if (::fork() == 0) {
    for (;;) {
      ::pause();  // hang: forked_child
    }
  }
  while (::wait(nullptr) > 0) {
  }
}

NEVER_INLINED void hang_signal_handler() {
  ::signal(SIGUSR1, [](int) {
    ::pause();  // hang: signal_handler
  });
  ::raise(SIGUSR1);
}

NEVER_INLINED void wait_as_thread(std::mutex& taken) {
  taken.lock();  // hang: threads_200
}

NEVER_INLINED void hang_threads_200() {
  first.lock();
  std::vector<std::thread> all;
  for (int at = 0; at < 200; ++at) {
    all.emplace_back([] { wait_as_thread(first); });
  }
  for (std::thread& each : all) {
    each.join();
  }
}

NEVER_INLINED void hang_semaphore() {
  sem_t none;
  ::sem_init(&none, 0, 0);
  ::sem_wait(&none);  // hang: semaphore
}

NEVER_INLINED void hang_socket() {
  int ends[2];
  char byte = 0;
  ::socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
  ::recv(ends[0], &byte, 1, 0);  // hang: socket
}

NEVER_INLINED void hang_file_lock() {
  const int one = ::open("/proc/self/exe", O_RDONLY);
  const int other = ::open("/proc/self/exe", O_RDONLY);
  ::flock(one, LOCK_EX);
  ::flock(other, LOCK_EX);  // hang: file_lock
}

NEVER_INLINED void hang_future() {
  std::promise<int> never;
  never.get_future().wait();  // hang: future
}

inline void wait_deeper(int depth) {
  if (depth == 0) {
    ::pause();  // hang: recursion
  } else {
    wait_deeper(depth - 1);
  }
  wanted += ' ';
}

NEVER_INLINED void hang_recursion() {
  wait_deeper(200);
}

const std::map<std::string, void (*)()> kinds = {
    {"mutex", hang_mutex},
    {"two_mutexes", hang_two_mutexes},
    {"condition", hang_condition},
    {"futex", hang_futex},
    {"pipe", hang_pipe},
    {"waitpid", hang_waitpid},
    {"busy", hang_busy},
    {"atexit", hang_atexit},
    {"forked_child", hang_forked_child},
    {"signal_handler", hang_signal_handler},
    {"threads_200", hang_threads_200},
    {"semaphore", hang_semaphore},
    {"socket", hang_socket},
    {"file_lock", hang_file_lock},
    {"future", hang_future},
    {"recursion", hang_recursion},
};

}  // namespace

int main(int, char** argv) {
  wanted = argv[1];
  kinds.at(wanted)();
}
