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
#include <utility>

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

sock_filter load(std::size_t offset) {
  return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset));
}

/// The half of an argument, on machines that store the lower one first.
sock_filter load_argument(unsigned index, bool is_upper) {
  return load(offsetof(seccomp_data, args) + 8 * index + (is_upper ? 4 : 0));
}

/// A filter that is written from its end to its start, because its jumps only
/// lead forwards.
class backward_filter {
 public:
  /// An instruction, by the number of those that follow it.
  using place = std::size_t;

  backward_filter() {
    constexpr std::size_t usual_size = 256;
    reversed_.reserve(usual_size);
  }

  place put(sock_filter instruction) {
    reversed_.push_back(instruction);
    return reversed_.size() - 1;
  }

  place put_result(std::uint32_t action) {
    return put(BPF_STMT(BPF_RET | BPF_K, action));
  }

  place put_branch(std::uint16_t condition, std::uint32_t value, place yes,
                   place no) {
    const place near_yes = put_near(yes);
    const place near_no = put_near(no);
    const std::size_t own = reversed_.size();
    return put(BPF_JUMP(static_cast<std::uint16_t>(BPF_JMP | condition | BPF_K),
                        value, static_cast<std::uint8_t>(own - near_yes - 1),
                        static_cast<std::uint8_t>(own - near_no - 1)));
  }

  std::vector<sock_filter> finish() && {
    std::reverse(reversed_.begin(), reversed_.end());
    return std::move(reversed_);
  }

 private:
  /// A conditional jump skips at most 255 instructions; one other jump may
  /// come in between.
  place put_near(place target) {
    constexpr std::size_t farthest = 254;
    const std::size_t skipped = reversed_.size() - target - 1;
    return skipped < farthest
               ? target
               : put(BPF_STMT(BPF_JMP | BPF_JA,
                              static_cast<std::uint32_t>(skipped)));
  }

  std::vector<sock_filter> reversed_;
};

using place_in_filter = backward_filter::place;

struct decisions {
  place_in_filter allow;
  place_in_filter hand_over;
  place_in_filter refuse;
};

place_in_filter put_argument_test(backward_filter& code,
                                  const argument_test& when,
                                  const decisions& decide) {
  switch (when.what) {
    case argument_test::kind::zero:
      code.put_branch(BPF_JEQ, 0, decide.hand_over, decide.allow);
      break;
    case argument_test::kind::not_zero: {
      code.put_branch(BPF_JEQ, 0, decide.allow, decide.hand_over);
      const place_in_filter upper = code.put(load_argument(when.index, true));
      code.put_branch(BPF_JEQ, 0, upper, decide.hand_over);
      break;
    }
    case argument_test::kind::without:
      code.put_branch(BPF_JSET, when.bits, decide.allow, decide.hand_over);
      break;
    case argument_test::kind::lock_command: {
      place_in_filter next = decide.allow;
      for (const int command : {F_OFD_SETLKW, F_OFD_SETLK, F_SETLKW, F_SETLK}) {
        next = code.put_branch(BPF_JEQ, static_cast<std::uint32_t>(command),
                               decide.hand_over, next);
      }
      break;
    }
    case argument_test::kind::any:
      return decide.hand_over;
  }
  return code.put(load_argument(when.index, false));
}

bool is_same(const argument_test& a, const argument_test& b) {
  return a.what == b.what && a.index == b.index && a.bits == b.bits;
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

/// Consecutive numbers of system calls with the same treatment.
struct number_range {
  std::uint32_t first;
  place_in_filter treatment;
};

/// From number 0 on, without gaps. Calls with the same test share its code.
std::vector<number_range> put_tests(backward_filter& code,
                                    const std::vector<watched_call>& calls,
                                    const decisions& decide) {
  std::vector<const watched_call*> sorted;
  sorted.reserve(calls.size());
  for (const watched_call& each : calls) {
    sorted.push_back(&each);
  }
  std::sort(sorted.begin(), sorted.end(),
            [](const watched_call* a, const watched_call* b) {
              return a->number < b->number;
            });
  std::vector<std::pair<argument_test, place_in_filter>> tests;
  const auto place_of = [&](const watched_call& call) {
    if (call.form == call_form::refused) {
      return decide.refuse;
    }
    for (const auto& each : tests) {
      if (is_same(each.first, call.when)) {
        return each.second;
      }
    }
    tests.emplace_back(call.when, put_argument_test(code, call.when, decide));
    return tests.back().second;
  };
  std::vector<number_range> result;
  result.reserve(2 * calls.size() + 1);
  const auto append = [&](std::uint32_t first, place_in_filter treatment) {
    if (result.empty() || result.back().treatment != treatment) {
      result.push_back({first, treatment});
    }
  };
  std::uint32_t next = 0;
  for (const watched_call* const each : sorted) {
    const auto number = static_cast<std::uint32_t>(each->number);
    if (number != next) {
      append(next, decide.allow);
    }
    append(number, place_of(*each));
    next = number + 1;
  }
  append(next, decide.allow);
  return result;
}

/// Whether all but a few single numbers are treated as the last range is.
bool has_few_exceptions(const number_range* begin, const number_range* end) {
  constexpr std::ptrdiff_t few = 3;
  const place_in_filter usual = end[-1].treatment;
  std::ptrdiff_t exceptions = 0;
  for (const number_range* each = begin; each != end; ++each) {
    if (each->treatment == usual) {
      continue;
    }
    ++exceptions;
    if (exceptions > few || each[1].first != each->first + 1) {
      return false;
    }
  }
  return true;
}

/// Finds the range by halves, and the last few numbers one after the other.
/// When a filter is installed, the kernel translates it and executes it for
/// each number that there is: long searches and long filters would cost every
/// short test.
place_in_filter put_search(backward_filter& code, const number_range* begin,
                           const number_range* end) {
  if (has_few_exceptions(begin, end)) {
    place_in_filter next = end[-1].treatment;
    for (const number_range* each = begin; each != end; ++each) {
      if (each->treatment != end[-1].treatment) {
        next = code.put_branch(BPF_JEQ, each->first, each->treatment, next);
      }
    }
    return next;
  }
  const number_range* const middle = begin + (end - begin) / 2;
  const place_in_filter no = put_search(code, begin, middle);
  const place_in_filter yes = put_search(code, middle, end);
  return code.put_branch(BPF_JGE, middle->first, yes, no);
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
  backward_filter code;
  decisions decide{};
  decide.refuse = code.put_result(SECCOMP_RET_ERRNO | ENOSYS);
  decide.hand_over = code.put_result(static_cast<std::uint32_t>(action));
  decide.allow = code.put_result(SECCOMP_RET_ALLOW);
  const std::vector<number_range> ranges = put_tests(code, calls, decide);
  put_search(code, ranges.data(), ranges.data() + ranges.size());
  const place_in_filter search = code.put(load(offsetof(seccomp_data, nr)));
  // Few programs use the other calls, so all of them are handed over.
  const place_in_filter others = code.put_branch(
      BPF_JEQ, architecture_of_32_bits(), decide.hand_over, decide.allow);
  code.put_branch(BPF_JEQ, own_architecture(), search, others);
  code.put(load(offsetof(seccomp_data, arch)));
  return std::move(code).finish();
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
