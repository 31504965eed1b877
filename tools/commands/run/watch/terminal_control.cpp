// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "commands/run/watch/terminal_control.hpp"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <utility>

namespace parallel_testing::run_command {
namespace {

constexpr int ending_keys[] = {SIGINT, SIGQUIT, SIGHUP};

bool are_equal(const termios& a, const termios& b) {
  return a.c_iflag == b.c_iflag && a.c_oflag == b.c_oflag &&
         a.c_cflag == b.c_cflag && a.c_lflag == b.c_lflag &&
         ::memcmp(a.c_cc, b.c_cc, sizeof a.c_cc) == 0;
}

/// Runs as a member of the group that has the terminal: forwards the signals
/// that the terminal sends there to `owner`, the group that had the terminal
/// before, until SIGTERM. Calls only functions that are safe after fork.
[[noreturn]] void carry_messages(pid_t group, pid_t owner, pid_t parent) {
  ::setpgid(0, group);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  sigset_t waited_for;
  sigemptyset(&waited_for);
  for (const int each : ending_keys) {
    sigaddset(&waited_for, each);
  }
  sigaddset(&waited_for, SIGTERM);
  // All other signals, such as those that stop, must have their effect on this
  // process.
  ::sigprocmask(SIG_SETMASK, &waited_for, nullptr);
  while (::getppid() == parent) {
    int number = 0;
    if (::sigwait(&waited_for, &number) != 0) {
      continue;
    }
    // sigwait() returns the lowest number first, so no other signal is pending.
    if (number == SIGTERM) {
      break;
    }
    ::kill(-owner, number);
  }
  ::_exit(0);
}

}  // namespace

terminal_control::terminal_control()
    : file_(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)) {
  termios now{};
  if (file_ >= 0 && ::tcgetattr(file_, &now) == 0) {
    settings_ = now;
  }
}

terminal_control::~terminal_control() {
  if (file_ >= 0) {
    end_loan();
    ::close(file_);
  }
}

void terminal_control::end_loan() {
  take_back();
  termios now{};
  if (was_lent_ && settings_ && is_ours() && ::tcgetattr(file_, &now) == 0 &&
      !are_equal(now, *settings_)) {
    ::tcsetattr(file_, TCSADRAIN, &*settings_);
  }
}

bool terminal_control::is_ours() const {
  return file_ >= 0 && ::tcgetpgrp(file_) == ::getpgrp();
}

bool terminal_control::lend_to(pid_t group) {
  if (!is_ours()) {
    return false;
  }
  start_messenger(group);
  if (::tcsetpgrp(file_, group) != 0) {
    end_messenger();
    return false;
  }
  borrower_ = group;
  was_lent_ = true;
  return true;
}

void terminal_control::take_back() {
  if (borrower_ == 0) {
    return;
  }
  // Another process may have it by now, for example a shell that noticed that
  // this process stopped.
  if (::tcgetpgrp(file_) == borrower_) {
    ::tcsetpgrp(file_, ::getpgrp());
  }
  borrower_ = 0;
  end_messenger();
}

bool terminal_control::suspend(int number, reach whom) {
  sigset_t stopping;
  sigemptyset(&stopping);
  sigaddset(&stopping, number);
  sigset_t continuing;
  sigemptyset(&continuing);
  sigaddset(&continuing, SIGCONT);
  // A blocked SIGCONT stays pending, so that it can be seen, and still
  // continues the process.
  ::sigprocmask(SIG_BLOCK, &continuing, nullptr);
  const timespec at_once{};
  while (::sigtimedwait(&continuing, nullptr, &at_once) > 0) {
  }
  ::kill(whom == reach::group ? 0 : ::getpid(), number);
  ::sigprocmask(SIG_UNBLOCK, &stopping, nullptr);
  ::sigprocmask(SIG_BLOCK, &stopping, nullptr);
  const bool was_continued =
      ::sigtimedwait(&continuing, nullptr, &at_once) == SIGCONT;
  ::sigprocmask(SIG_UNBLOCK, &continuing, nullptr);
  return was_continued;
}

void terminal_control::start_messenger(pid_t group) {
  const pid_t owner = ::getpgrp();
  const pid_t parent = ::getpid();
  const pid_t made = ::fork();
  if (made == 0) {
    carry_messages(group, owner, parent);
  }
  messenger_ = made < 0 ? 0 : made;
  if (messenger_ != 0) {
    ::setpgid(messenger_, group);
  }
}

/// The messenger first forwards what it has received, because ctest may have
/// died of that.
void terminal_control::end_messenger() {
  if (messenger_ == 0) {
    return;
  }
  const pid_t ended = std::exchange(messenger_, 0);
  ::kill(ended, SIGTERM);
  ::kill(ended, SIGCONT);
  int status = 0;
  while (::waitpid(ended, &status, WUNTRACED) == ended && WIFSTOPPED(status)) {
    ::kill(ended, SIGKILL);
  }
}

}  // namespace parallel_testing::run_command
