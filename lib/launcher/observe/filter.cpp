// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/filter.hpp"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>

#ifndef SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
#define SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV (1UL << 5)
#endif
#ifndef SYS_close_range
#define SYS_close_range 436
#endif

namespace parallel_testing::launcher {

enum class filter_action : std::uint32_t {
  notify = SECCOMP_RET_USER_NOTIF,
  trace = SECCOMP_RET_TRACE
};

namespace {

#if defined(__x86_64__)
constexpr std::uint32_t own_architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t own_architecture = AUDIT_ARCH_AARCH64;
#else
/// No call has it: nothing is watched.
constexpr std::uint32_t own_architecture = 0;
#endif

/// Numbers of the instruction set x32.
constexpr std::uint32_t foreign_numbers = 0x40000000;
constexpr std::uint32_t allow = SECCOMP_RET_ALLOW;

sock_filter load(std::size_t offset) {
  return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset));
}

/// The half of an argument, on machines that store the lower one first.
sock_filter load_argument(unsigned index, bool is_upper) {
  return load(offsetof(seccomp_data, args) + 8 * index + (is_upper ? 4 : 0));
}

sock_filter result(std::uint32_t action) {
  return BPF_STMT(BPF_RET | BPF_K, action);
}

sock_filter jump(std::uint16_t condition, std::uint32_t value, std::size_t yes,
                 std::size_t no) {
  return BPF_JUMP(static_cast<std::uint16_t>(BPF_JMP | condition | BPF_K),
                  value, static_cast<std::uint8_t>(yes),
                  static_cast<std::uint8_t>(no));
}

/// What follows once the number of the call is known.
std::vector<sock_filter> judgement(const watched_call& call,
                                   std::uint32_t action) {
  const argument_test& when = call.when;
  if (call.form == call_form::refused) {
    return {result(SECCOMP_RET_ERRNO | ENOSYS)};
  }
  switch (when.what) {
    case argument_test::kind::zero:
      return {load_argument(when.index, false), jump(BPF_JEQ, 0, 0, 1),
              result(action), result(allow)};
    case argument_test::kind::not_zero:
      return {load_argument(when.index, false),
              jump(BPF_JEQ, 0, 0, 2),
              load_argument(when.index, true),
              jump(BPF_JEQ, 0, 1, 0),
              result(action),
              result(allow)};
    case argument_test::kind::without:
      return {load_argument(when.index, false), jump(BPF_JSET, when.bits, 1, 0),
              result(action), result(allow)};
    case argument_test::kind::lock_command:
      return {load_argument(when.index, false),
              jump(BPF_JEQ, F_SETLK, 3, 0),
              jump(BPF_JEQ, F_SETLKW, 2, 0),
              jump(BPF_JEQ, F_OFD_SETLK, 1, 0),
              jump(BPF_JEQ, F_OFD_SETLKW, 0, 1),
              result(action),
              result(allow)};
    case argument_test::kind::any:
      break;
  }
  return {result(action)};
}

long install(filter_action action, unsigned long flags) noexcept {
  try {
    std::vector<sock_filter> code = filter_program(watched_calls(), action);
    const sock_fprog program{static_cast<unsigned short>(code.size()),
                             code.data()};
    const auto install_now = [&](unsigned long more) {
      return ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags | more,
                       &program);
    };
    // Without it, older kernels make each process slower on some processors.
    const unsigned long fast = SECCOMP_FILTER_FLAG_SPEC_ALLOW;
    const bool listens = (flags & SECCOMP_FILTER_FLAG_NEW_LISTENER) != 0;
    const unsigned long patient =
        listens ? SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV : 0;
    long installed = install_now(fast | patient);
    if (installed < 0 && errno == EACCES) {
      // Without privileges this requires no_new_privs, which takes the rights
      // of set-user-id programs away.
      ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
      installed = install_now(fast | patient);
    }
    if (installed < 0 && errno == EINVAL) {
      installed = install_now(fast);
    }
    return installed;
  } catch (...) {
    errno = ENOMEM;
    return -1;
  }
}

/// Linux 5.9 or newer: only there the listener learns that no process is left.
/// close_range(2) is as old, and refuses these arguments.
bool reports_the_end() noexcept {
  return ::syscall(SYS_close_range, 2U, 1U, 0U) == 0 || errno != ENOSYS;
}

}  // namespace

std::vector<sock_filter> filter_program(const std::vector<watched_call>& calls,
                                        filter_action action) {
  const auto chosen = static_cast<std::uint32_t>(action);
  std::vector<sock_filter> code{load(offsetof(seccomp_data, arch)),
                                jump(BPF_JEQ, own_architecture, 1, 0),
                                result(allow),
                                load(offsetof(seccomp_data, nr)),
                                jump(BPF_JGE, foreign_numbers, 0, 1),
                                result(allow)};
  for (const watched_call& call : calls) {
    const std::vector<sock_filter> then = judgement(call, chosen);
    code.push_back(
        jump(BPF_JEQ, static_cast<std::uint32_t>(call.number), 0, then.size()));
    code.insert(code.end(), then.begin(), then.end());
  }
  code.push_back(result(allow));
  return code;
}

int install_listening_filter() noexcept {
  if (!reports_the_end()) {
    errno = ENOSYS;
    return -1;
  }
  return static_cast<int>(
      install(filter_action::notify, SECCOMP_FILTER_FLAG_NEW_LISTENER));
}

bool install_tracing_filter() noexcept {
  return install(filter_action::trace, 0) == 0;
}

}  // namespace parallel_testing::launcher
