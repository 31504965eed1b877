// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/tracing.hpp"

#include <elf.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>

#include <cstddef>

namespace parallel_testing::launcher {

namespace {

constexpr int call_stop = SIGTRAP | 0x80;

long set_registers(pid_t thread, user_regs_struct& registers) {
  iovec data{&registers, sizeof registers};
  return ::ptrace(PTRACE_SETREGSET, thread, NT_PRSTATUS, &data);
}

bool get_registers(pid_t thread, user_regs_struct& registers) {
  iovec data{&registers, sizeof registers};
  return ::ptrace(PTRACE_GETREGSET, thread, NT_PRSTATUS, &data) == 0 &&
         data.iov_len == sizeof registers;
}

#if defined(__x86_64__)
system_call call_in(pid_t thread, const user_regs_struct& now) {
  constexpr unsigned long long mode_of_64_bits = 0x33;
  if (now.cs != mode_of_64_bits) {
    return {thread};
  }
  return {thread,
          static_cast<long>(now.orig_rax),
          {now.rdi, now.rsi, now.rdx, now.r10, now.r8, now.r9}};
}

/// The kernel answers ENOSYS to a call without a number.
void refuse(pid_t thread, user_regs_struct& now) {
  now.orig_rax = ~0ULL;
  set_registers(thread, now);
}
#elif defined(__aarch64__)
system_call call_in(pid_t thread, const user_regs_struct& now) {
  return {thread,
          static_cast<long>(now.regs[8]),
          {now.regs[0], now.regs[1], now.regs[2], now.regs[3], now.regs[4],
           now.regs[5]}};
}

void refuse(pid_t thread, user_regs_struct& /*now*/) {
  int none = -1;
  iovec data{&none, sizeof none};
  ::ptrace(PTRACE_SETREGSET, thread, NT_ARM_SYSTEM_CALL, &data);
}
#else
system_call call_in(pid_t thread, const user_regs_struct& /*now*/) {
  return {thread};
}

void refuse(pid_t /*thread*/, user_regs_struct& /*now*/) {}
#endif

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
  user_regs_struct now{};
  if (!get_registers(thread, now)) {
    return;
  }
  const system_call call = call_in(thread, now);
  if (by_ == stops::at_each_call) {
    const watched_call* const known = find_watched(call.number);
    if (known != nullptr && known->form == call_form::refused) {
      refuse(thread, now);
      return;
    }
    if (!is_interesting(call)) {
      return;
    }
  }
  seeing.see(call);
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
