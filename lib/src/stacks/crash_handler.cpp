// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "stacks/crash_handler.hpp"

#ifdef __linux__

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "stacks/registers.hpp"
#include "stacks/thread_line.hpp"

/// Defined only in programs with a sanitizer.
// NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming)
extern "C" void __sanitizer_print_stack_trace() __attribute__((weak));

namespace parallel_testing::stacks {

namespace {

constexpr int fatal_signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT};
constexpr std::size_t longest_test_name = 300;
constexpr std::size_t alternate_stack_size = 64 * 1024;

/// What the handler needs, which must not allocate. Exists before the signal.
stack_reader reader;
char crashing_test[longest_test_name + 1];
std::atomic<pid_t> reporting_process{0};
std::atomic_flag is_reporting = ATOMIC_FLAG_INIT;
/// For a stack that has overflowed.
alignas(16) char alternate_stack[alternate_stack_size];

/// Text of a fixed size. Async-signal-safe.
class short_text {
 public:
  short_text& operator<<(std::string_view text) noexcept {
    const std::size_t length = std::min(text.size(), sizeof text_ - size_);
    std::memcpy(text_ + size_, text.data(), length);
    size_ += length;
    return *this;
  }
  short_text& add_number(std::uint64_t value, int base) noexcept {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, value, base);
    return *this << std::string_view(
               digits, static_cast<std::size_t>(end.ptr - digits));
  }
  [[nodiscard]] std::string_view text() const noexcept {
    return {text_, size_};
  }

 private:
  char text_[1024];
  std::size_t size_ = 0;
};

/// Uses no function of this project's library: see the header.
void write_whole(int output, std::string_view text) noexcept {
  const char* next = text.data();
  const char* const end = next + text.size();
  while (next != end) {
    const ssize_t written =
        ::write(output, next, static_cast<std::size_t>(end - next));
    if (written < 0 && errno != EINTR) {
      return;
    }
    next += std::max<ssize_t>(written, 0);
  }
}

const char* name_of(int signal) noexcept {
  switch (signal) {
    case SIGSEGV:
      return "SIGSEGV";
    case SIGBUS:
      return "SIGBUS";
    case SIGILL:
      return "SIGILL";
    case SIGFPE:
      return "SIGFPE";
    default:
      return "SIGABRT";
  }
}

/// The cause according to the kernel; see sigaction(2).
const char* cause_of(const siginfo_t& info) noexcept {
  switch (info.si_signo) {
    case SIGSEGV:
      return info.si_code == SEGV_MAPERR   ? "address not mapped"
             : info.si_code == SEGV_ACCERR ? "access not permitted"
             : info.si_code == SI_KERNEL   ? "invalid address"
                                           : nullptr;
    case SIGBUS:
      return info.si_code == BUS_ADRALN   ? "address not aligned"
             : info.si_code == BUS_ADRERR ? "nothing is at the address"
                                          : nullptr;
    case SIGILL:
      return info.si_code > 0 ? "illegal instruction" : nullptr;
    case SIGFPE:
      return info.si_code == FPE_INTDIV   ? "integer division by zero"
             : info.si_code == FPE_INTOVF ? "integer overflow"
             : info.si_code > 0           ? "floating-point exception"
                                          : nullptr;
    default:
      return nullptr;
  }
}

short_text title_of(const siginfo_t& info) noexcept {
  short_text line;
  line << "parallel-testing: '" << crashing_test << "' crashed with "
       << name_of(info.si_signo);
  if (const char* const cause = cause_of(info)) {
    line << " (" << cause << ": 0x";
    line.add_number(reinterpret_cast<std::uintptr_t>(info.si_addr), 16) << ")";
  } else if (info.si_code == SI_USER && info.si_pid != ::getpid()) {
    line << " (sent by process ";
    line.add_number(static_cast<std::uint64_t>(info.si_pid), 10) << ")";
  }
  line << ":\n";
  return line;
}

/// The system calls themselves: functions that this library defines for
/// programs with an adapter would look up others.
[[noreturn]] void become_program(int input) noexcept {
  ::dup2(input, STDIN_FILENO);
  ::dup2(STDERR_FILENO, STDOUT_FILENO);
  ::syscall(SYS_execve, reader.command[0], reader.command, environ);
  for (;;) {
    ::syscall(SYS_exit_group, 127);
  }
}

void wait_briefly_for(pid_t child) noexcept {
  constexpr int most_naps = 1250;
  constexpr timespec nap{0, 4'000'000};
  int status = 0;
  for (int naps = 0; ::waitpid(child, &status, WNOHANG) == 0; ++naps) {
    if (naps == most_naps) {
      ::kill(child, SIGKILL);
    }
    ::nanosleep(&nap, nullptr);
  }
}

void write_stack(std::string_view title, const void* context) noexcept {
  const auto at = registers_in(context);
  int ends[2];
  if (reader.command == nullptr || !at || ::pipe(ends) != 0) {
    return;
  }
  if (reader.is_debugger) {
    // Where Yama restricts ptrace, a child may not trace its parent.
    ::prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);
  }
  const int memory = ::open("/proc/self/mem", O_RDONLY);
  short_text request;
  request << "test " << crashing_test << "\ntitle " << title << "process ";
  request.add_number(static_cast<std::uint64_t>(::getpid()), 10) << " ";
  request.add_number(static_cast<std::uint64_t>(memory), 10) << "\n";
  char thread[longest_thread_line];
  const std::size_t length =
      write_thread_line(thread, static_cast<pid_t>(::syscall(SYS_gettid)), *at);
  write_whole(ends[1], request.text());
  write_whole(ends[1], {thread, length});
  ::close(ends[1]);
  // A fork without its handlers, which a signal handler may not run.
  const auto child = static_cast<pid_t>(
      ::syscall(SYS_clone, SIGCHLD, nullptr, nullptr, nullptr, nullptr));
  if (child == 0) {
    become_program(ends[0]);
  }
  ::close(ends[0]);
  if (child > 0) {
    wait_briefly_for(child);
  }
  ::close(memory);
}

/// The signal has its usual effect when the handler returns: either the
/// instruction that caused it runs again, or it is sent once more as it was.
void end_as_usual(int number, siginfo_t* info) noexcept {
  struct sigaction usual {};
  usual.sa_handler = SIG_DFL;
  ::sigaction(number, &usual, nullptr);
  if (info->si_code <= 0) {
    ::syscall(SYS_rt_tgsigqueueinfo, ::getpid(), ::syscall(SYS_gettid), number,
              info);
  }
}

void handle(int number, siginfo_t* info, void* context) {
  const int error = errno;
  const bool is_own = reporting_process == ::getpid();
  if (is_own && is_reporting.test_and_set()) {
    // The first thread that crashed ends the process.
    for (;;) {
      ::pause();
    }
  }
  if (is_own) {
    const short_text title = title_of(*info);
    write_whole(STDERR_FILENO, title.text());
    write_stack(title.text(), context);
  }
  end_as_usual(number, info);
  errno = error;
}

/// Sanitizers have their own stack for handlers.
bool has_sanitizer() noexcept {
  return &__sanitizer_print_stack_trace != nullptr;
}

bool use_alternate_stack() noexcept {
  stack_t wanted{};
  wanted.ss_sp = alternate_stack;
  wanted.ss_size = sizeof alternate_stack;
  stack_t before{};
  if (::sigaltstack(&wanted, &before) != 0) {
    return false;
  }
  if ((before.ss_flags & SS_DISABLE) == 0) {
    ::sigaltstack(&before, nullptr);
  }
  return true;
}

}  // namespace

void name_crashing_test(std::string_view name) noexcept {
  const std::size_t length = std::min(name.size(), longest_test_name);
  std::memcpy(crashing_test, name.data(), length);
  crashing_test[length] = '\0';
  // The report has one line for it.
  std::replace(crashing_test, crashing_test + length, '\n', ' ');
}

void catch_crashes(const stack_reader& given) noexcept {
  if (!has_sanitizer() && !use_alternate_stack()) {
    return;
  }
  reader = given;
  reporting_process = given.process;
  struct sigaction action {};
  action.sa_sigaction = handle;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  ::sigfillset(&action.sa_mask);
  for (const int number : fatal_signals) {
    // A handler of a sanitizer that is set again is no longer its own to it.
    struct sigaction before {};
    ::sigaction(number, nullptr, &before);
    if (before.sa_handler == SIG_DFL) {
      ::sigaction(number, &action, nullptr);
    }
  }
}

void catch_crashes_of_fork(const stack_reader& given) noexcept {
  if (reporting_process != 0) {
    reader = given;
    reporting_process = given.process;
  }
}

}  // namespace parallel_testing::stacks

#else

namespace parallel_testing::stacks {

void catch_crashes(const stack_reader&) noexcept {}
void catch_crashes_of_fork(const stack_reader&) noexcept {}
void name_crashing_test(std::string_view) noexcept {}

}  // namespace parallel_testing::stacks

#endif
