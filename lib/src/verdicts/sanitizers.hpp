// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

// What this library asks of the sanitizers that the program is built with. A
// program without them answers no.
namespace parallel_testing {

[[nodiscard]] bool has_thread_sanitizer() noexcept;

/// Looks for memory that nothing points to, and reports it on stderr.
[[nodiscard]] bool leaks_memory() noexcept;

/// `callback` runs when a sanitizer ends the program by an exit code, which it
/// does without exit handlers. It replaces the one before. Must be
/// async-signal-safe: a sanitizer may find something in a handler of a signal.
void call_before_sanitizer_ends_program(void (*callback)()) noexcept;

}  // namespace parallel_testing
