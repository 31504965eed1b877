// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/signal_relay.hpp"

#include <sys/signalfd.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>

#include "base/os.hpp"

namespace parallel_testing::launcher {

namespace {

constexpr int relayed[] = {SIGTERM, SIGINT,  SIGHUP,  SIGQUIT, SIGUSR1,
                           SIGUSR2, SIGTSTP, SIGCONT, SIGWINCH};

/// By kill(2) and its relatives, not by the kernel.
bool is_sent_by_a_process(const signalfd_siginfo& signal) noexcept {
  return signal.ssi_code <= 0;
}

void nothing(int /*signal*/) {}

void set_timer(suseconds_t microseconds) noexcept {
  const timeval interval{0, microseconds};
  const itimerval timer{interval, interval};
  ::setitimer(ITIMER_REAL, &timer, nullptr);
}

sigset_t interrupting_signals() noexcept {
  sigset_t result;
  ::sigemptyset(&result);
  ::sigaddset(&result, SIGCHLD);
  ::sigaddset(&result, SIGALRM);
  return result;
}

}  // namespace

interrupted_wait::interrupted_wait() noexcept {
  struct sigaction interrupts {};
  interrupts.sa_handler = nothing;
  ::sigaction(SIGCHLD, &interrupts, nullptr);
  ::sigaction(SIGALRM, &interrupts, nullptr);
  // A signal that comes just before the wait does not end it; the next of the
  // timer does.
  constexpr suseconds_t interval_us = 5000;
  set_timer(interval_us);
  const sigset_t signals = interrupting_signals();
  ::sigprocmask(SIG_UNBLOCK, &signals, &before_);
}

interrupted_wait::~interrupted_wait() {
  ::sigprocmask(SIG_SETMASK, &before_, nullptr);
  set_timer(0);
}

signal_relay::signal_relay() {
  sigset_t caught;
  ::sigemptyset(&caught);
  for (const int each : relayed) {
    if (!os::is_ignored(each)) {
      ::sigaddset(&caught, each);
    }
  }
  ::sigaddset(&caught, SIGCHLD);
  ::sigaddset(&caught, SIGALRM);
  // Ignored, the end of a child could not be waited for.
  struct sigaction usual {};
  usual.sa_handler = SIG_DFL;
  ::sigaction(SIGCHLD, &usual, &child_before_);
  ::sigprocmask(SIG_BLOCK, &caught, &before_);
  fd_.reset(::signalfd(-1, &caught, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!fd_) {
    os::throw_error("cannot open", "signalfd", errno,
                    "raise the limit of open files (ulimit -n)");
  }
}

void signal_relay::leave_group() noexcept {
  if (::getpgrp() != ::getpid()) {
    ::setpgid(0, 0);
  } else {
    witness_.start();
  }
}

void signal_relay::undo() noexcept {
  witness_.forget();
  fd_.reset();
  restore_signals();
}

void signal_relay::restore_signals() const noexcept {
  ::sigaction(SIGCHLD, &child_before_, nullptr);
  ::sigprocmask(SIG_SETMASK, &before_, nullptr);
}

bool signal_relay::pass_on(pid_t test) {
  bool has_news = false;
  signalfd_siginfo signal{};
  while (::read(fd_.get(), &signal, sizeof signal) ==
         static_cast<ssize_t>(sizeof signal)) {
    const auto number = static_cast<int>(signal.ssi_signo);
    if (number == SIGCHLD) {
      has_news = true;
    }
    if (number == SIGCHLD || number == SIGALRM) {
      continue;
    }
    if (is_sent_by_a_process(signal) && !witness_.saw(number)) {
      ::kill(test, number);
    }
    // The shell waits for the process that it started to stop.
    if (number == SIGTSTP) {
      ::raise(SIGSTOP);
    }
  }
  return has_news;
}

}  // namespace parallel_testing::launcher
