// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "verdicts/sanitizers.hpp"

#if defined(__GNUC__) && defined(__linux__)

/// Each is defined only in programs with a sanitizer that has it.
extern "C" {
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
__attribute__((weak)) void __tsan_init();
__attribute__((weak)) int __lsan_do_recoverable_leak_check();
__attribute__((weak)) void __sanitizer_set_death_callback(void (*)());
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
}

namespace parallel_testing {

bool has_thread_sanitizer() noexcept {
  return &__tsan_init != nullptr;
}

bool leaks_memory() noexcept {
  return &__lsan_do_recoverable_leak_check != nullptr &&
         __lsan_do_recoverable_leak_check() != 0;
}

void call_before_sanitizer_ends_program(void (*callback)()) noexcept {
  if (&__sanitizer_set_death_callback != nullptr) {
    __sanitizer_set_death_callback(callback);
  }
}

}  // namespace parallel_testing

#else

namespace parallel_testing {

bool has_thread_sanitizer() noexcept {
  return false;
}
bool leaks_memory() noexcept {
  return false;
}
void call_before_sanitizer_ends_program(void (*)()) noexcept {}

}  // namespace parallel_testing

#endif
