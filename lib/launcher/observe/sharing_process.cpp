// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "observe/sharing_process.hpp"

#include <sched.h>
#include <signal.h>

#include <array>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define PARALLEL_TESTING_IS_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define PARALLEL_TESTING_IS_SANITIZED
#endif
#endif

namespace parallel_testing::launcher {

namespace {

/// Enough for the search of a program in PATH and for a long command.
constexpr std::size_t sharing_stack_size = 256UL * 1024;
alignas(64) std::array<char, sharing_stack_size> sharing_stack;

struct sharing_entry {
  void (*run)(void* context);
  void* context;
};

int enter_sharing(void* given) {
  const sharing_entry& start = *static_cast<const sharing_entry*>(given);
  start.run(start.context);
  return 0;
}

}  // namespace

bool can_share_memory() noexcept {
#ifdef PARALLEL_TESTING_IS_SANITIZED
  return false;
#else
  return true;
#endif
}

pid_t start_sharing(void (*run)(void* context), void* context) noexcept {
  static sharing_entry start;
  start = {run, context};
  return ::clone(enter_sharing, sharing_stack.data() + sharing_stack.size(),
                 CLONE_VM | SIGCHLD, &start);
}

}  // namespace parallel_testing::launcher
