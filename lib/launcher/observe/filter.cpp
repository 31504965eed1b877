// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/filter.hpp"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>

#include "observe/calls_of_32_bits.hpp"

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
void append_judgement(std::vector<sock_filter>& code, const watched_call& call,
                      std::uint32_t action) {
  const argument_test& when = call.when;
  if (call.form == call_form::refused) {
    code.push_back(result(SECCOMP_RET_ERRNO | ENOSYS));
    return;
  }
  switch (when.what) {
    case argument_test::kind::zero:
      code.insert(code.end(),
                  {load_argument(when.index, false), jump(BPF_JEQ, 0, 0, 1),
                   result(action), result(allow)});
      return;
    case argument_test::kind::not_zero:
      code.insert(code.end(),
                  {load_argument(when.index, false), jump(BPF_JEQ, 0, 0, 2),
                   load_argument(when.index, true), jump(BPF_JEQ, 0, 1, 0),
                   result(action), result(allow)});
      return;
    case argument_test::kind::without:
      code.insert(code.end(), {load_argument(when.index, false),
                               jump(BPF_JSET, when.bits, 1, 0), result(action),
                               result(allow)});
      return;
    case argument_test::kind::lock_command:
      code.insert(
          code.end(),
          {load_argument(when.index, false), jump(BPF_JEQ, F_SETLK, 3, 0),
           jump(BPF_JEQ, F_SETLKW, 2, 0), jump(BPF_JEQ, F_OFD_SETLK, 1, 0),
           jump(BPF_JEQ, F_OFD_SETLKW, 0, 1), result(action), result(allow)});
      return;
    case argument_test::kind::any:
      break;
  }
  code.push_back(result(action));
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

using code_of_filter = std::vector<sock_filter>;

/// Consecutive numbers of system calls with the same treatment.
struct number_range {
  std::uint32_t first;
  /// Nothing for calls that are let through.
  const watched_call* call;
};

bool is_simple(const watched_call& call) {
  return call.form != call_form::refused &&
         call.when.what == argument_test::kind::any;
}

/// From number 0 on, without gaps.
std::vector<number_range> ranges_of(const std::vector<watched_call>& calls) {
  std::vector<const watched_call*> sorted;
  sorted.reserve(calls.size());
  for (const watched_call& each : calls) {
    sorted.push_back(&each);
  }
  std::sort(sorted.begin(), sorted.end(),
            [](const watched_call* a, const watched_call* b) {
              return a->number < b->number;
            });
  std::vector<number_range> result;
  std::uint32_t next = 0;
  for (const watched_call* const each : sorted) {
    const auto number = static_cast<std::uint32_t>(each->number);
    if (number != next) {
      result.push_back({next, nullptr});
    }
    const bool goes_on = number == next && !result.empty() &&
                         result.back().call != nullptr && is_simple(*each) &&
                         is_simple(*result.back().call);
    if (!goes_on) {
      result.push_back({number, each});
    }
    next = number + 1;
  }
  result.push_back({next, nullptr});
  return result;
}

/// Finds the range by halves. When a filter is installed, the kernel translates
/// it and executes it for each number that there is: long searches and long
/// filters would cost every short test.
void append_search(code_of_filter& code, const number_range* begin,
                   const number_range* end, std::uint32_t action) {
  if (end - begin == 1) {
    if (begin->call == nullptr) {
      code.push_back(result(allow));
    } else {
      append_judgement(code, *begin->call, action);
    }
    return;
  }
  const number_range* const middle = begin + (end - begin) / 2;
  const std::size_t at = code.size();
  code.push_back({});
  append_search(code, begin, middle, action);
  const std::size_t lower = code.size() - at - 1;
  constexpr std::size_t farthest = 255;
  if (lower <= farthest) {
    code[at] = jump(BPF_JGE, middle->first, lower, 0);
  } else {
    code[at] = jump(BPF_JGE, middle->first, 0, 1);
    code.insert(code.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                BPF_STMT(BPF_JMP | BPF_JA, static_cast<std::uint32_t>(lower)));
  }
  append_search(code, middle, end, action);
}

}  // namespace

std::uint32_t own_architecture() noexcept {
#if defined(__x86_64__)
  return AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
  return AUDIT_ARCH_AARCH64;
#else
  // No call has it: nothing is watched.
  return 0;
#endif
}

std::vector<sock_filter> filter_program(const std::vector<watched_call>& calls,
                                        filter_action action) {
  const auto chosen = static_cast<std::uint32_t>(action);
  constexpr std::size_t usual_size = 512;
  code_of_filter code;
  code.reserve(usual_size);
  // Few programs use the other calls, so all of them are handed over.
  code = {load(offsetof(seccomp_data, arch)),
          jump(BPF_JEQ, own_architecture(), 3, 0),
          jump(BPF_JEQ, architecture_of_32_bits(), 0, 1),
          result(chosen),
          result(allow),
          load(offsetof(seccomp_data, nr)),
          jump(BPF_JGE, foreign_numbers, 0, 1),
          result(allow)};
  const std::vector<number_range> ranges = ranges_of(calls);
  append_search(code, ranges.data(), ranges.data() + ranges.size(), chosen);
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
