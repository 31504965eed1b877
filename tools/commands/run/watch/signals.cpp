// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/watch/signals.hpp"

#include <sys/signalfd.h>
#include <unistd.h>

namespace parallel_testing::run_command {

namespace {

/// Examples are SIGHUP under nohup, and SIGINT in a background command of a
/// shell.
bool is_ignored(int number) {
  struct sigaction now {};
  return ::sigaction(number, nullptr, &now) == 0 && now.sa_handler == SIG_IGN;
}

}  // namespace

signals::signals() {
  sigset_t wanted;
  sigemptyset(&wanted);
  // If it were blocked, an ignored signal would be read.
  for (const int each :
       {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGXCPU, SIGTSTP}) {
    if (!is_ignored(each)) {
      sigaddset(&wanted, each);
    }
  }
  sigaddset(&wanted, SIGCHLD);
  // If SIGCHLD were ignored, this process could not wait for the end of ctest.
  struct sigaction usual {};
  usual.sa_handler = SIG_DFL;
  ::sigaction(SIGCHLD, &usual, &child_before_);
  sigset_t blocked = wanted;
  sigaddset(&blocked, SIGTTOU);
  sigaddset(&blocked, SIGTTIN);
  ::sigprocmask(SIG_BLOCK, &blocked, &before_);
  file_ = ::signalfd(-1, &wanted, SFD_NONBLOCK | SFD_CLOEXEC);
}

signals::~signals() {
  ::close(file_);
  ::sigprocmask(SIG_SETMASK, &before_, nullptr);
  ::sigaction(SIGCHLD, &child_before_, nullptr);
}

news signals::read() const {
  news result;
  signalfd_siginfo next{};
  while (::read(file_, &next, sizeof next) == sizeof next) {
    const int number = static_cast<int>(next.ssi_signo);
    if (number == SIGCHLD) {
      result.has_child = true;
    } else if (number == SIGTSTP) {
      result.asks_to_pause = true;
    } else if (number == SIGUSR1 || number == SIGQUIT) {
      result.asks_for_state = number;
    } else if (!result.end) {
      result.end = number;
    }
  }
  return result;
}

}  // namespace parallel_testing::run_command
