// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/tracing.hpp"

#include <elf.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <iterator>
#include <optional>

#include "observe/calls_of_32_bits.hpp"

namespace parallel_testing::launcher {

namespace {

constexpr int call_stop = SIGTRAP | 0x80;

#if defined(__x86_64__) || defined(__aarch64__)
bool get_registers(pid_t thread, user_regs_struct& registers) {
  iovec data{&registers, sizeof registers};
  return ::ptrace(PTRACE_GETREGSET, thread, NT_PRSTATUS, &data) == 0 &&
         data.iov_len == sizeof registers;
}
#endif

/// For Linux older than 5.3. The calls of 32-bit programs are not known there.
std::optional<system_call> call_in_registers(pid_t thread) {
  system_call call{thread, -1, {}, false};
#if defined(__x86_64__)
  constexpr unsigned long long mode_of_64_bits = 0x33;
  user_regs_struct now{};
  if (!get_registers(thread, now) || now.cs != mode_of_64_bits) {
    return std::nullopt;
  }
  call.number = static_cast<long>(now.orig_rax);
  call.arguments = {now.rdi, now.rsi, now.rdx, now.r10, now.r8, now.r9};
#elif defined(__aarch64__)
  user_regs_struct now{};
  if (!get_registers(thread, now)) {
    return std::nullopt;
  }
  call.number = static_cast<long>(now.regs[8]);
  std::copy(now.regs, now.regs + call.arguments.size(), call.arguments.begin());
#endif
  return call;
}

/// Nothing if the thread has just been killed.
std::optional<system_call> call_in(pid_t thread) {
  __ptrace_syscall_info now{};
  const long size = ::ptrace(PTRACE_GET_SYSCALL_INFO, thread, sizeof now, &now);
  if (size <= 0) {
    return errno == EIO ? call_in_registers(thread) : std::nullopt;
  }
  system_call call{thread, -1, {}, false};
  const bool is_entry = now.op == PTRACE_SYSCALL_INFO_ENTRY;
  if (!is_entry && now.op != PTRACE_SYSCALL_INFO_SECCOMP) {
    return std::nullopt;
  }
  call.number = static_cast<long>(is_entry ? now.entry.nr : now.seccomp.nr);
  const auto& given = is_entry ? now.entry.args : now.seccomp.args;
  std::copy(std::begin(given), std::end(given), call.arguments.begin());
  return translated(now.arch, call);
}

/// The kernel answers ENOSYS to a call without a number.
void refuse(pid_t thread) {
#if defined(__x86_64__)
  user_regs_struct now{};
  if (get_registers(thread, now)) {
    now.orig_rax = ~0ULL;
    iovec data{&now, sizeof now};
    ::ptrace(PTRACE_SETREGSET, thread, NT_PRSTATUS, &data);
  }
#elif defined(__aarch64__)
  int none = -1;
  iovec data{&none, sizeof none};
  ::ptrace(PTRACE_SETREGSET, thread, NT_ARM_SYSTEM_CALL, &data);
#else
  static_cast<void>(thread);
#endif
}

bool stops_a_group(int signal) {
  return signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN ||
         signal == SIGTTOU;
}

}  // namespace

bool tracing::attach(pid_t process) {
  const unsigned long options =
      PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
      PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL |
      (by_ == stops::by_filter ? PTRACE_O_TRACESECCOMP : PTRACE_O_TRACESYSGOOD);
  return ::ptrace(PTRACE_SEIZE, process, nullptr, options) == 0;
}

void tracing::go_on(pid_t thread, int signal) const {
  ::ptrace(by_ == stops::by_filter ? PTRACE_CONT : PTRACE_SYSCALL, thread,
           nullptr, static_cast<long>(signal));
}

void tracing::handle_stop(pid_t thread, int status, interpreter& seeing) {
  const int signal = WSTOPSIG(status);
  const int event = status >> 16;
  switch (event) {
    case PTRACE_EVENT_SECCOMP:
      see_call(thread, seeing);
      go_on(thread, 0);
      return;
    case PTRACE_EVENT_EXEC:
      follow_exec(thread);
      go_on(thread, 0);
      return;
    case PTRACE_EVENT_STOP:
      if (stops_a_group(signal)) {
        ::ptrace(PTRACE_LISTEN, thread, nullptr, nullptr);
      } else {
        go_on(thread, 0);
      }
      return;
    case 0:
      break;
    default:
      go_on(thread, 0);
      return;
  }
  if (signal == call_stop) {
    if (inside_.erase(thread) == 0) {
      inside_.insert(thread);
      see_call(thread, seeing);
    }
    go_on(thread, 0);
  } else if (signal == SIGSTOP && !has_begun_) {
    // The child stops itself until it is watched.
    has_begun_ = true;
    go_on(thread, 0);
  } else {
    go_on(thread, signal);
  }
}

void tracing::see_call(pid_t thread, interpreter& seeing) {
  const std::optional<system_call> call = call_in(thread);
  if (!call) {
    return;
  }
  if (is_refused(*call)) {
    refuse(thread);
  } else if (is_interesting(*call)) {
    seeing.see(*call);
  }
}

/// The thread that became another program has the id of its process now, and
/// is still inside of its call.
void tracing::follow_exec(pid_t thread) {
  if (by_ == stops::by_filter) {
    return;
  }
  unsigned long former = 0;
  ::ptrace(PTRACE_GETEVENTMSG, thread, nullptr, &former);
  inside_.erase(static_cast<pid_t>(former));
  inside_.insert(thread);
}

}  // namespace parallel_testing::launcher
