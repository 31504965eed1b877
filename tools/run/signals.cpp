// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "run/signals.hpp"

#include <sys/signalfd.h>
#include <unistd.h>

namespace parallel_testing::run_command {

signals::signals() {
  sigset_t wanted;
  sigemptyset(&wanted);
  for (const int each : {SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGCHLD}) {
    sigaddset(&wanted, each);
  }
  sigset_t blocked = wanted;
  sigaddset(&blocked, SIGTTOU);
  sigaddset(&blocked, SIGTTIN);
  ::sigprocmask(SIG_BLOCK, &blocked, &before_);
  file_ = ::signalfd(-1, &wanted, SFD_NONBLOCK | SFD_CLOEXEC);
}

signals::~signals() {
  ::close(file_);
  ::sigprocmask(SIG_SETMASK, &before_, nullptr);
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
    } else if (!result.end) {
      result.end = number;
    }
  }
  return result;
}

}  // namespace parallel_testing::run_command
