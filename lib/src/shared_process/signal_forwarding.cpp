// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "shared_process/signal_forwarding.hpp"

#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include <cerrno>

namespace parallel_testing {

namespace {
volatile sig_atomic_t receiver = 0;
volatile sig_atomic_t last_signal = 0;

void forward(int number) {
  const int saved = errno;
  last_signal = number;
  if (receiver > 0) {
    ::kill(receiver, number);
  }
  errno = saved;
}
}  // namespace

signal_forwarding::signal_forwarding() {
  struct sigaction handler {};
  handler.sa_handler = forward;
  for (std::size_t at = 0; at < forwarded.size(); ++at) {
    ::sigaction(forwarded[at], nullptr, &before_[at]);
    // A signal that was ignored at the start, for example by nohup, stays
    // ignored.
    if (before_[at].sa_handler == SIG_IGN) {
      continue;
    }
    ::sigaction(forwarded[at], &handler, nullptr);
  }
  // If SIGCHLD were ignored, it would be impossible to wait for a child.
  struct sigaction usual {};
  usual.sa_handler = SIG_DFL;
  ::sigaction(SIGCHLD, &usual, &child_before_);
}

void signal_forwarding::forward_to(pid_t process) noexcept {
  receiver = process;
}

int signal_forwarding::last() noexcept {
  return last_signal;
}

void signal_forwarding::undo() const {
  for (std::size_t at = 0; at < forwarded.size(); ++at) {
    ::sigaction(forwarded[at], &before_[at], nullptr);
  }
  ::sigaction(SIGCHLD, &child_before_, nullptr);
}

void die_with(pid_t parent) noexcept {
#ifdef __linux__
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
  if (::getppid() != parent) {
    ::_exit(1);
  }
}

blocked_signals::blocked_signals() {
  sigset_t all;
  ::sigfillset(&all);
  ::sigprocmask(SIG_SETMASK, &all, &before_);
}

blocked_signals::~blocked_signals() {
  ::sigprocmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace parallel_testing
