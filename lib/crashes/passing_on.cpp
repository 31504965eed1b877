// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "passing_on.hpp"

#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "stacks/preloading.hpp"

namespace parallel_testing::crashes {

namespace {

constexpr const char* starters[] = {
    "sh",   "ash",    "bash",    "dash",    "ksh",    "mksh",    "zsh",
    "env",  "nice",   "nohup",   "setsid",  "stdbuf", "taskset", "timeout",
    "chrt", "ionice", "numactl", "prlimit", "setarch"};

/// Empty in programs that do not pass it on.
request passed_on;

bool begins_with(const char* text, const char* start) noexcept {
  return ::strncmp(text, start, ::strlen(start)) == 0;
}

/// The environment of a program that reports its crashes. It uses no memory
/// but its own, because the process may share that of its parent (vfork).
class extended_environment {
 public:
  explicit extended_environment(char* const* given) noexcept {
    const char* others = nullptr;
    std::size_t count = 0;
    for (; *given != nullptr; ++given) {
      // A test that has an adapter or the launcher reports its crashes anyway.
      if (count + 3 >= most || begins_with(*given, "PARALLEL_TESTING_TEST=") ||
          begins_with(*given, "PARALLEL_TESTING_CRASHES=")) {
        return;
      }
      if (begins_with(*given, "LD_PRELOAD=")) {
        others = *given;
      } else {
        variables_[count++] = *given;
      }
    }
    if (others != nullptr && ::strstr(others, "san") != nullptr) {
      return;
    }
    const int length =
        ::snprintf(libraries_, sizeof libraries_, "%s%s%s",
                   others == nullptr ? "LD_PRELOAD" : others,
                   others == nullptr ? "=" : ":", passed_on.library);
    if (length < 0 || length >= static_cast<int>(sizeof libraries_)) {
      return;
    }
    variables_[count++] = libraries_;
    variables_[count++] = const_cast<char*>(passed_on.variable);
    variables_[count] = nullptr;
    is_complete_ = true;
  }

  [[nodiscard]] char** variables() noexcept {
    return is_complete_ ? variables_ : nullptr;
  }

 private:
  static constexpr std::size_t most = 1024;
  char* variables_[most];
  char libraries_[PATH_MAX];
  bool is_complete_ = false;
};

int execute_with(const char* path, char* const* arguments,
                 char* const* environment) noexcept {
  return static_cast<int>(::syscall(SYS_execve, path, arguments, environment));
}

int execute(const char* path, char* const* arguments,
            char* const* environment) noexcept {
  if (passed_on.variable == nullptr || environment == nullptr ||
      !stacks::accepts_crash_library(path)) {
    return execute_with(path, arguments, environment);
  }
  extended_environment extended(environment);
  char** const variables = extended.variables();
  return execute_with(path, arguments,
                      variables == nullptr ? environment : variables);
}

/// Whether the program that execvp() finds accepts the library.
bool accepts_found(const char* name) noexcept {
  if (::strchr(name, '/') != nullptr) {
    return stacks::accepts_crash_library(name);
  }
  const char* folder = ::getenv("PATH");
  while (folder != nullptr && *folder != '\0') {
    const std::size_t length = ::strcspn(folder, ":");
    char path[PATH_MAX];
    const int size = ::snprintf(path, sizeof path, "%.*s/%s",
                                static_cast<int>(length), folder, name);
    if (size > 0 && size < PATH_MAX && ::access(path, X_OK) == 0) {
      return stacks::accepts_crash_library(path);
    }
    folder += length + (folder[length] == ':' ? 1 : 0);
  }
  return false;
}

using execvp_function = int (*)(const char*, char* const*);

}  // namespace

bool passes_on(const request& given) noexcept {
  const char* const name = program_invocation_short_name;
  bool is_starter = given.test.empty() && ::strcmp(name, "ctest") == 0;
  for (const char* const each : starters) {
    is_starter = is_starter || ::strcmp(name, each) == 0;
  }
  if (is_starter) {
    passed_on = given;
  }
  return is_starter;
}

}  // namespace parallel_testing::crashes

extern "C" {

/// These replace the functions of the C library that execute a program.
/// posix_spawn() and what is built on it do not call them.
__attribute__((visibility("default"))) int execve(const char* path,
                                                  char* const* arguments,
                                                  char* const* variables) {
  return parallel_testing::crashes::execute(path, arguments, variables);
}

__attribute__((visibility("default"))) int execv(const char* path,
                                                 char* const* arguments) {
  return parallel_testing::crashes::execute(path, arguments, environ);
}

__attribute__((visibility("default"))) int execvp(const char* name,
                                                  char* const* arguments) {
  namespace crashes = parallel_testing::crashes;
  static const auto original =
      reinterpret_cast<crashes::execvp_function>(::dlsym(RTLD_NEXT, "execvp"));
  if (crashes::passed_on.variable == nullptr || !crashes::accepts_found(name)) {
    return original(name, arguments);
  }
  char** const before = environ;
  crashes::extended_environment extended(before);
  if (extended.variables() != nullptr) {
    environ = extended.variables();
  }
  const int result = original(name, arguments);
  environ = before;
  return result;
}
}
