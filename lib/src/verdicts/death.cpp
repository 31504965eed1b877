// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "verdicts/death.hpp"

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

namespace parallel_testing {

void die_of(int number) noexcept {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
#ifdef __linux__
  ::prctl(PR_SET_DUMPABLE, 0);
#endif
  ::signal(number, SIG_DFL);
  sigset_t unblocked;
  ::sigemptyset(&unblocked);
  ::sigaddset(&unblocked, number);
  ::sigprocmask(SIG_UNBLOCK, &unblocked, nullptr);
  ::raise(number);
  ::_exit(128 + number);
}

void die_as_failure() noexcept {
  die_of(SIGABRT);
}

}  // namespace parallel_testing
