// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/group_witness.hpp"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "base/process_info.hpp"

namespace parallel_testing::launcher {

namespace {

[[noreturn]] void keep_signals(pid_t parent) noexcept {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  while (::getppid() == parent) {
    ::pause();
  }
  ::_exit(0);
}

}  // namespace

void group_witness::start() noexcept {
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::sigprocmask(SIG_BLOCK, &all, &before);
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid == 0) {
    keep_signals(parent);
  }
  ::sigprocmask(SIG_SETMASK, &before, nullptr);
  pid_ = pid > 0 ? pid : 0;
}

bool group_witness::saw(int signal) {
  if (pid_ == 0) {
    return false;
  }
  const bool is_there = ((pending_signals(pid_) >> (signal - 1)) & 1U) != 0;
  if (is_there) {
    end();
    start();
  }
  return is_there;
}

void group_witness::end() noexcept {
  if (pid_ == 0) {
    return;
  }
  ::kill(pid_, SIGKILL);
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
  pid_ = 0;
}

}  // namespace parallel_testing::launcher
