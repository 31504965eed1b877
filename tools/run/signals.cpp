// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "run/signals.hpp"

#include <sys/signalfd.h>
#include <unistd.h>

namespace parallel_testing::run_command {

signals::signals() {
  sigset_t wanted;
  sigemptyset(&wanted);
  for (const int each : {SIGINT, SIGTERM, SIGHUP, SIGCHLD}) {
    sigaddset(&wanted, each);
  }
  ::sigprocmask(SIG_BLOCK, &wanted, &before_);
  file_ = ::signalfd(-1, &wanted, SFD_NONBLOCK | SFD_CLOEXEC);
}

signals::~signals() {
  ::close(file_);
  ::sigprocmask(SIG_SETMASK, &before_, nullptr);
}

std::optional<int> signals::read() const {
  std::optional<int> result;
  signalfd_siginfo next{};
  while (::read(file_, &next, sizeof next) == sizeof next) {
    const int number = static_cast<int>(next.ssi_signo);
    if (!result || (*result == SIGCHLD && number != SIGCHLD)) {
      result = number;
    }
  }
  return result;
}

}  // namespace parallel_testing::run_command
