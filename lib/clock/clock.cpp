// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>

#include "base/preloaded.hpp"
#include "base/stopped_time.hpp"

namespace {

constexpr std::int64_t ns_per_second = 1'000'000'000;

/// Null as long as the clock is that of the system. Set before main(), and
/// only in ctest.
const std::int64_t* stopped_ns;

/// The latest time of each clock, because a clock never goes back. ctest may
/// have asked for the time after its stop was requested and before it stopped.
std::int64_t latest_ns[CLOCK_BOOTTIME + 1];

bool stops_with_ctest(clockid_t clock) noexcept {
  return clock == CLOCK_MONOTONIC || clock == CLOCK_MONOTONIC_RAW ||
         clock == CLOCK_MONOTONIC_COARSE || clock == CLOCK_BOOTTIME;
}

/// Maps the file, if it is one that only this user can have written.
const std::int64_t* map_total(const char* path) noexcept {
  const int file = ::open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (file < 0) {
    return nullptr;
  }
  constexpr mode_t by_others = S_IWGRP | S_IWOTH;
  struct stat found {};
  void* memory = MAP_FAILED;
  if (::fstat(file, &found) == 0 && S_ISREG(found.st_mode) &&
      found.st_uid == ::geteuid() && (found.st_mode & by_others) == 0 &&
      found.st_size >= static_cast<off_t>(sizeof(std::int64_t))) {
    memory =
        ::mmap(nullptr, sizeof(std::int64_t), PROT_READ, MAP_SHARED, file, 0);
  }
  ::close(file);
  return memory == MAP_FAILED ? nullptr
                              : static_cast<const std::int64_t*>(memory);
}

/// The later one of `now_ns` and the time that was returned before.
std::int64_t not_before(std::int64_t& latest, std::int64_t now_ns) noexcept {
  std::int64_t before_ns = __atomic_load_n(&latest, __ATOMIC_RELAXED);
  while (before_ns < now_ns &&
         !__atomic_compare_exchange_n(&latest, &before_ns, now_ns, true,
                                      __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
  }
  return before_ns < now_ns ? now_ns : before_ns;
}

/// Before the first function of the program.
__attribute__((constructor)) void choose_clock() noexcept {
  namespace preloaded = parallel_testing::preloaded;
  const int error = errno;
  char library[PATH_MAX];
  const bool is_loaded = preloaded::take_library(
      environ, parallel_testing::clock_library, library);
  const char* const variable = preloaded::take_variable(
      environ, parallel_testing::stopped_time_variable);
  if (is_loaded && variable != nullptr &&
      ::strcmp(program_invocation_short_name, "ctest") == 0) {
    stopped_ns = map_total(::strchr(variable, '=') + 1);
  }
  errno = error;
}

}  // namespace

/// Replaces the function of the C library, by which libuv and the standard
/// library of C++ read their clocks.
extern "C" __attribute__((visibility("default"))) int clock_gettime(
    clockid_t clock,
    timespec* time) noexcept(noexcept(::clock_gettime(clock, time))) {
  const auto result =
      static_cast<int>(::syscall(SYS_clock_gettime, clock, time));
  if (result != 0 || stopped_ns == nullptr || !stops_with_ctest(clock)) {
    return result;
  }
  const std::int64_t running_ns = time->tv_sec * ns_per_second + time->tv_nsec -
                                  __atomic_load_n(stopped_ns, __ATOMIC_RELAXED);
  const std::int64_t now_ns = not_before(latest_ns[clock], running_ns);
  time->tv_sec = now_ns / ns_per_second;
  time->tv_nsec = now_ns % ns_per_second;
  return 0;
}
