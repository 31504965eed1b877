// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "signals.hpp"

#include <unistd.h>

#include "base/os.hpp"

namespace parallel_testing::launcher {

namespace {
constexpr int ending_signals[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT};
constexpr int other_signals[] = {SIGCHLD, SIGUSR1, SIGUSR2,
                                 SIGTSTP, SIGCONT, SIGWINCH};

}  // namespace

int parent_is_gone() noexcept {
  return SIGRTMIN + 7;
}

bool asks_to_end(int number) noexcept {
  for (const int each : ending_signals) {
    if (each == number) {
      return true;
    }
  }
  return false;
}

caught_signals::caught_signals() {
  sigset_t caught;
  ::sigemptyset(&caught);
  // Leave out ignored signals: once blocked, they would be read from the
  // descriptor.
  for (const int each : ending_signals) {
    // The test also ignores a signal that was ignored at the start.
    if (!os::is_ignored(each)) {
      ::sigaddset(&caught, each);
    }
  }
  for (const int each : other_signals) {
    ::sigaddset(&caught, each);
  }
  ::sigaddset(&caught, parent_is_gone());
  // If SIGCHLD were ignored, it would be impossible to wait for a child.
  struct sigaction usual {};
  usual.sa_handler = SIG_DFL;
  ::sigaction(SIGCHLD, &usual, &child_before_);
  struct sigaction none {};
  none.sa_handler = SIG_IGN;
  ::sigaction(SIGPIPE, &none, &pipe_before_);
  ::sigprocmask(SIG_BLOCK, &caught, &before_);
  fd_.reset(::signalfd(-1, &caught, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!fd_) {
    os::throw_error("cannot open", "signalfd", errno,
                    "raise the limit of open files (ulimit -n)");
  }
}

std::optional<signalfd_siginfo> caught_signals::next() const noexcept {
  signalfd_siginfo info{};
  const ssize_t size = ::read(fd_.get(), &info, sizeof info);
  if (size != static_cast<ssize_t>(sizeof info)) {
    return std::nullopt;
  }
  return info;
}

void caught_signals::undo() const noexcept {
  ::sigaction(SIGCHLD, &child_before_, nullptr);
  ::sigaction(SIGPIPE, &pipe_before_, nullptr);
  ::sigprocmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace parallel_testing::launcher
