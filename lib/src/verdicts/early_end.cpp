// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "verdicts/early_end.hpp"

#include <alloca.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/syscall.h>
#endif

#include <atomic>

#include "base/os.hpp"
#include "verdicts/death.hpp"

#if defined(__linux__) && defined(__GLIBC__)

// Statically linked programs may not have it.
#pragma weak dlsym

namespace parallel_testing {

namespace {

early_end_watch watching{};
std::atomic<pid_t> watched_process{0};

bool is_watched() noexcept {
  return watched_process != 0 && watched_process == ::getpid();
}

/// The definition that the one in this file hides: that of a sanitizer or of
/// the C library.
template <class Function>
Function* hidden(const char* name) noexcept {
  if (&::dlsym == nullptr) {
    return nullptr;
  }
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

#if defined(__x86_64__) || defined(__aarch64__)
#define PARALLEL_TESTING_MAKES_SYSTEM_CALLS
/// What the kernel returns, which is minus the number of an error.
long call_kernel(long number, const long (&given)[6]) noexcept {
  // ThreadSanitizer calls a function before each access to memory, which must
  // not happen once the registers are filled.
  const long one = given[0];
  const long two = given[1];
  const long three = given[2];
  const long four = given[3];
  const long five = given[4];
  const long six = given[5];
#if defined(__x86_64__)
  long result = number;
  register long fourth asm("r10") = four;
  register long fifth asm("r8") = five;
  register long sixth asm("r9") = six;
  asm volatile("syscall"
               : "+a"(result)
               : "D"(one), "S"(two), "d"(three), "r"(fourth), "r"(fifth),
                 "r"(sixth)
               : "rcx", "r11", "memory");
  return result;
#else
  register long call asm("x8") = number;
  register long result asm("x0") = one;
  register long second asm("x1") = two;
  register long third asm("x2") = three;
  register long fourth asm("x3") = four;
  register long fifth asm("x4") = five;
  register long sixth asm("x5") = six;
  asm volatile("svc 0"
               : "+r"(result)
               : "r"(call), "r"(second), "r"(third), "r"(fourth), "r"(fifth),
                 "r"(sixth)
               : "memory");
  return result;
#endif
}

/// The same, with errno.
long call_system(long number, const long (&given)[6]) noexcept {
  constexpr long last_error = -4095;
  const long result = call_kernel(number, given);
  if (result < 0 && result >= last_error) {
    errno = static_cast<int>(-result);
    return -1;
  }
  return result;
}
#endif

[[noreturn]] void exit_now(int status) noexcept {
  if (auto* const exit = hidden<void(int)>("_exit")) {
    exit(status);
  }
  // The status was judged, so do not judge the system call.
  watched_process = 0;
  for (;;) {
    ::syscall(SYS_exit_group, status);
  }
}

[[noreturn]] void refuse(const char* what, const char* when) noexcept {
  // Do not allocate: the caller may be a signal handler.
  char reason[128];
  ::snprintf(reason, sizeof reason, "%s%s", what, when);
  watching.note_refusal(reason);
  for (const char* const part : {"parallel-testing: ", what, when, "\n"}) {
    os::write_all(STDERR_FILENO, part);
  }
  die_as_failure();
}

/// The program is about to end with `status`, in the way that `what` names.
void before_end(stage now, const char* what, int status) noexcept {
  switch (now) {
    case stage::running:
      refuse(what, " in the middle of a test");
    case stage::awaiting:
      refuse(what, " before the test framework ran");
    case stage::nothing:
      watching.before_exit(status);
  }
}

void before_exit(int status) noexcept {
  if (!is_watched()) {
    return;
  }
  before_end(watching.what_runs(), "the program called _exit()", status);
}

bool is_executable(const char* path) noexcept {
  struct stat found {};
  return ::stat(path, &found) == 0 && S_ISREG(found.st_mode) &&
         ::access(path, X_OK) == 0;
}

/// A buffer for a path. It is on the stack, because children created by vfork()
/// must not allocate.
using path_buffer = char[PATH_MAX];

/// The first executable file named `file` on PATH, nullptr when there is none.
const char* find_on_path(const char* file, path_buffer& found) noexcept {
  if (::strchr(file, '/') != nullptr) {
    return is_executable(file) ? file : nullptr;
  }
  const char* folder = ::getenv("PATH");
  if (folder == nullptr) {
    folder = "/bin:/usr/bin";
  }
  for (;;) {
    const char* const end = ::strchrnul(folder, ':');
    const int length = static_cast<int>(end - folder);
    const int needed = ::snprintf(found, sizeof found, "%.*s%s%s", length,
                                  folder, length == 0 ? "" : "/", file);
    const bool fits = needed > 0 && needed < static_cast<int>(sizeof found);
    if (fits && is_executable(found)) {
      return found;
    }
    if (*end == '\0') {
      return nullptr;
    }
    folder = end + 1;
  }
}

/// Whether an exec of `file` would succeed. `searches` means that it looks on
/// PATH.
bool can_execute(const char* file, bool searches) noexcept {
  path_buffer found;
  return searches ? find_on_path(file, found) != nullptr : is_executable(file);
}

bool is_this_program(const char* path) noexcept {
  struct stat own {};
  struct stat other {};
  return ::stat("/proc/self/exe", &own) == 0 && ::stat(path, &other) == 0 &&
         own.st_dev == other.st_dev && own.st_ino == other.st_ino;
}

void before_exec(const char* file, bool searches) noexcept {
  if (!is_watched()) {
    return;
  }
  const stage now = watching.what_runs();
  if (now == stage::awaiting && is_this_program(file)) {
    return;
  }
  if (!can_execute(file, searches)) {
    return;
  }
  before_end(now, "the program executed another program", 0);
}

#ifdef PARALLEL_TESTING_MAKES_SYSTEM_CALLS
/// The end of the first thread ends the test, although other threads may live.
void before_system_call(long number, const long (&given)[6]) noexcept {
  const bool ends_thread =
      number == SYS_exit && is_watched() && ::gettid() == ::getpid();
  if (number == SYS_exit_group || ends_thread) {
    if (is_watched()) {
      before_end(watching.what_runs(), "the program made an exit system call",
                 static_cast<int>(given[0]));
    }
  } else if (number == SYS_execve) {
    // NOLINTNEXTLINE(performance-no-int-to-ptr): as the kernel gets it
    before_exec(reinterpret_cast<const char*>(given[0]), false);
  }
}
#endif

/// daemon() ends the calling process with status 0, and a copy of it continues.
void before_daemon() noexcept {
  if (!is_watched()) {
    return;
  }
  before_end(watching.what_runs(), "the program called daemon()", 0);
}

int execute(const char* path, char* const* arguments,
            char* const* environment) noexcept {
  using function = int(const char*, char* const*, char* const*);
  if (auto* const exec = hidden<function>("execve")) {
    return exec(path, arguments, environment);
  }
  return static_cast<int>(::syscall(SYS_execve, path, arguments, environment));
}

int search_and_execute(const char* file, char* const* arguments,
                       char* const* environment) noexcept {
  using function = int(const char*, char* const*, char* const*);
  if (auto* const exec = hidden<function>("execvpe")) {
    return exec(file, arguments, environment);
  }
  path_buffer found;
  const bool is_path = ::strchr(file, '/') != nullptr;
  const char* const path = is_path ? file : find_on_path(file, found);
  if (path != nullptr) {
    return execute(path, arguments, environment);
  }
  errno = ENOENT;
  return -1;
}

/// The number of arguments of a variadic exec before the null pointer.
std::size_t count(const char* first, va_list more) noexcept {
  std::size_t number = 0;
  for (const char* next = first; next != nullptr;
       next = va_arg(more, const char*)) {
    ++number;
  }
  return number;
}

}  // namespace

void watch_early_ends(const early_end_watch& watch) noexcept {
  watching = watch;
  watched_process = ::getpid();
}

void forget_early_ends() noexcept {
  watched_process = 0;
}

}  // namespace parallel_testing

// Stores the arguments from `first` on, and the final null pointer, in
// `arguments`. It is on the stack, because an allocation by a child created by
// vfork() would be leaked in its parent.
// NOLINTBEGIN(bugprone-macro-parentheses): `arguments` is declared here.
#define PARALLEL_TESTING_LIST_ARGUMENTS(arguments, first, more)    \
  va_start(more, first);                                           \
  const std::size_t number = parallel_testing::count(first, more); \
  va_end(more);                                                    \
  auto** const arguments =                                         \
      static_cast<char**>(::alloca((number + 1) * sizeof(char*))); \
  va_start(more, first);                                           \
  arguments[0] = const_cast<char*>(first);                         \
  for (std::size_t at = 1; at <= number; ++at) {                   \
    arguments[at] = va_arg(more, char*);                           \
  }
// NOLINTEND(bugprone-macro-parentheses)

/// The definitions of a program take precedence over those of the C library.
extern "C" {

void _exit(int status) {
  parallel_testing::before_exit(status);
  parallel_testing::exit_now(status);
}

void _Exit(int status) noexcept {
  parallel_testing::before_exit(status);
  parallel_testing::exit_now(status);
}

#ifdef PARALLEL_TESTING_MAKES_SYSTEM_CALLS
long syscall(long number, ...) noexcept {
  va_list more;
  va_start(more, number);
  long given[6];
  for (long& each : given) {
    each = va_arg(more, long);
  }
  va_end(more);
  parallel_testing::before_system_call(number, given);
  return parallel_testing::call_system(number, given);
}
#endif

int execve(const char* path, char* const* arguments,
           char* const* environment) noexcept {
  parallel_testing::before_exec(path, false);
  return parallel_testing::execute(path, arguments, environment);
}

int fexecve(int file, char* const* arguments,
            char* const* environment) noexcept {
  char path[64];
  ::snprintf(path, sizeof path, "/proc/self/fd/%d", file);
  return execve(path, arguments, environment);
}

int execveat(int directory, const char* name, char* const* arguments,
             char* const* environment, int flags) noexcept {
  char path[PATH_MAX + 64];
  const bool is_descriptor = name[0] == '\0' && (flags & AT_EMPTY_PATH) != 0;
  if (is_descriptor) {
    ::snprintf(path, sizeof path, "/proc/self/fd/%d", directory);
  } else {
    ::snprintf(path, sizeof path, "/proc/self/fd/%d/%s", directory, name);
  }
  const bool is_whole =
      !is_descriptor && (directory == AT_FDCWD || name[0] == '/');
  parallel_testing::before_exec(is_whole ? name : path, false);
  return static_cast<int>(
      ::syscall(SYS_execveat, directory, name, arguments, environment, flags));
}

int daemon(int keeps_directory, int keeps_files) noexcept {
  parallel_testing::before_daemon();
  if (auto* const hidden = parallel_testing::hidden<int(int, int)>("daemon")) {
    return hidden(keeps_directory, keeps_files);
  }
  errno = ENOSYS;
  return -1;
}

int execv(const char* path, char* const* arguments) noexcept {
  parallel_testing::before_exec(path, false);
  return parallel_testing::execute(path, arguments, environ);
}

int execvpe(const char* file, char* const* arguments,
            char* const* environment) noexcept {
  parallel_testing::before_exec(file, true);
  return parallel_testing::search_and_execute(file, arguments, environment);
}

int execvp(const char* file, char* const* arguments) noexcept {
  parallel_testing::before_exec(file, true);
  return parallel_testing::search_and_execute(file, arguments, environ);
}

int execl(const char* path, const char* first, ...) noexcept {
  va_list more;
  PARALLEL_TESTING_LIST_ARGUMENTS(arguments, first, more)
  va_end(more);
  return execv(path, arguments);
}

int execlp(const char* file, const char* first, ...) noexcept {
  va_list more;
  PARALLEL_TESTING_LIST_ARGUMENTS(arguments, first, more)
  va_end(more);
  return execvp(file, arguments);
}

int execle(const char* path, const char* first, ...) noexcept {
  va_list more;
  PARALLEL_TESTING_LIST_ARGUMENTS(arguments, first, more)
  char* const* const environment = va_arg(more, char* const*);
  va_end(more);
  return execve(path, arguments, environment);
}

}  // extern "C"

#else

namespace parallel_testing {

void watch_early_ends(const early_end_watch&) noexcept {}
void forget_early_ends() noexcept {}

}  // namespace parallel_testing

#endif
