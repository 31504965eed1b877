// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "stacks/registers.hpp"

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))

#include <elf.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <ucontext.h>

namespace parallel_testing::stacks {

std::optional<registers> registers_of(pid_t thread) noexcept {
  user_regs_struct found{};
  iovec into{&found, sizeof found};
  // A 32-bit program has a shorter set.
  const long result = ::ptrace(PTRACE_GETREGSET, thread, NT_PRSTATUS, &into);
  if (result != 0 || into.iov_len != sizeof found) {
    return std::nullopt;
  }
#if defined(__x86_64__)
  return registers{found.rax, found.rdx, found.rcx, found.rbx, found.rsi,
                   found.rdi, found.rbp, found.rsp, found.r8,  found.r9,
                   found.r10, found.r11, found.r12, found.r13, found.r14,
                   found.r15, found.rip};
#else
  registers all{};
  for (std::size_t at = 0; at < register_count - 2; ++at) {
    all[at] = found.regs[at];
  }
  all[register_count - 2] = found.sp;
  all[register_count - 1] = found.pc;
  return all;
#endif
}

std::optional<registers> registers_in(const void* context) noexcept {
  const auto& machine = static_cast<const ucontext_t*>(context)->uc_mcontext;
  registers all{};
#if defined(__x86_64__)
  constexpr int order[register_count] = {
      REG_RAX, REG_RDX, REG_RCX, REG_RBX, REG_RSI, REG_RDI,
      REG_RBP, REG_RSP, REG_R8,  REG_R9,  REG_R10, REG_R11,
      REG_R12, REG_R13, REG_R14, REG_R15, REG_RIP};
  for (std::size_t at = 0; at < register_count; ++at) {
    all[at] = static_cast<std::uint64_t>(machine.gregs[order[at]]);
  }
#else
  for (std::size_t at = 0; at < register_count - 2; ++at) {
    all[at] = machine.regs[at];
  }
  all[register_count - 2] = machine.sp;
  all[register_count - 1] = machine.pc;
#endif
  return all;
}

}  // namespace parallel_testing::stacks

#else

namespace parallel_testing::stacks {

std::optional<registers> registers_of(pid_t) noexcept {
  return std::nullopt;
}

std::optional<registers> registers_in(const void*) noexcept {
  return std::nullopt;
}

}  // namespace parallel_testing::stacks

#endif
